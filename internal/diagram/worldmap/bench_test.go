package worldmap

import "testing"

func BenchmarkDraw(b *testing.B) {
	var crowd []Pin
	for i := range 40 {
		crowd = append(crowd, pin("데이터 센터", 48+float64(i%7)*1.3, 2+float64(i/7)*2))
		crowd[i].Name += string(rune('가' + i))
	}
	var web []Arc
	for i := range 300 {
		web = append(web, Arc{From: i % 40, To: (i * 7) % 39, Label: "데이터 복제 구간"})
	}
	for _, c := range []struct {
		name string
		pins []Pin
		arcs []Arc
	}{
		{"land", nil, nil},
		{"six", pins("us-east-1 eu-central-1 ap-southeast-1 ap-northeast-2! ap-northeast-1 sa-east-1"), []Arc{{From: 0, To: 4}, {From: 1, To: 3}, {From: 2, To: 3}}},
		{"aws", pins(awsCodes), nil},
		{"europe", pins(googleEurope), nil},
		{"crowd", crowd, nil},
		{"web", crowd, web},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Draw(c.pins, c.arcs, 680)
			}
		})
	}
}
