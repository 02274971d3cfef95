package worldmap

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkDraw(b *testing.B) {
	var crowd []Pin
	for i := range 40 {
		crowd = append(crowd, Pin{Place: Place{fmt.Sprintf("데이터 센터 %d", i+1), 48 + float64(i%7)*1.3, 2 + float64(i/7)*2}})
	}
	var many []Arc
	for i := range 300 {
		many = append(many, Arc{From: i % 40, To: (i * 7) % 39, Label: "데이터 복제 구간"})
	}
	for _, c := range []struct {
		name string
		pins []Pin
		arcs []Arc
	}{
		{"land", nil, nil},
		{"six", pins("us-east-1 eu-central-1 ap-southeast-1 ap-northeast-2 ap-northeast-1 sa-east-1"), []Arc{{From: 0, To: 4}, {From: 1, To: 3}, {From: 2, To: 3}}},
		{"europe", pins("europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 europe-north1 europe-north2 europe-central2 europe-southwest1"), nil},
		{"crowd", crowd, nil},
		{"arcs", crowd, many},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Draw(c.pins, c.arcs, 680)
			}
		})
	}
}
func pins(codes string) []Pin {
	var ps []Pin
	for _, code := range strings.Fields(codes) {
		p, ok := Lookup(code, true)
		if !ok {
			panic(code)
		}
		ps = append(ps, Pin{Place: p, Code: code})
	}
	return ps
}
