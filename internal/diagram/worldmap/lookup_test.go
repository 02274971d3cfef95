package worldmap

import (
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestLookup(t *testing.T) {
	for _, c := range []struct{ code, korean, english string }{
		{"ap-northeast-2", "서울", "Seoul"},
		{"AP-NorthEast-2", "서울", "Seoul"},
		{"asia-northeast3", "서울", "Seoul"},
		{"KoreaCentral", "서울", "Seoul"},
		{"KR1", "판교", "Pangyo"},
		{"us-east-1", "버지니아 북부", "N. Virginia"},
		{"us-east1", "사우스캐롤라이나", "South Carolina"},
		{"eastus", "버지니아", "Virginia"},
		{"sa-east-1", "상파울루", "São Paulo"},
		{"cn-north-1", "베이징", "Beijing"},
	} {
		for korean, want := range map[bool]string{true: c.korean, false: c.english} {
			if p, ok := Lookup(c.code, korean); !ok || p.Name != want {
				t.Errorf("Lookup(%q, %t) = %v, %t, want %s", c.code, korean, p, ok, want)
			}
		}
	}
	for _, code := range []string{"", " ", "ap-northeast", "ap-northeast-22", "서울", "us-east-1 us-east4"} {
		if p, ok := Lookup(code, true); ok {
			t.Errorf("Lookup(%q) = %v", code, p)
		}
	}
}

func TestCodeOf(t *testing.T) {
	for name, want := range map[string]string{
		"서울": "ap-northeast-2", "seoul": "ap-northeast-2", "도쿄": "ap-northeast-1",
		"오리건": "us-west-2", "Oregon": "us-west-2", // the row of another cloud comes before
		"버지니아": "us-east-1", "Virginia": "us-east-1", "버지니아 북부": "us-east-1", "캐나다": "ca-central-1",
		"판교": "kr1", "네덜란드": "westeurope", "런던": "eu-west-2",
		"": "", "서": "", "부산광역시": "",
	} {
		if got := CodeOf(name); got != want {
			t.Errorf("CodeOf(%q) = %q, want %q", name, got, want)
		}
	}
}

// A region of each cloud in the same city must be the same pin.
func TestCloudsMeet(t *testing.T) {
	for _, codes := range []string{
		"ap-northeast-2 asia-northeast3 koreacentral kr",
		"ap-northeast-1 asia-northeast1 japaneast jp1 jpn",
		"us-east-1 us-east4 eastus",
		"eu-central-1 europe-west3 germanywestcentral",
		"ap-southeast-1 asia-southeast1 southeastasia sgn",
		"ap-southeast-6 newzealandnorth",
		"us-east-2 us-east5",
	} {
		if spots, _ := newChart(0).spots(pins(codes)); len(spots) != 1 {
			t.Errorf("%s are %d pins", codes, len(spots))
		}
	}
}

func TestCodes(t *testing.T) {
	codes := Codes()
	if len(codes) < 130 {
		t.Errorf("only %d codes", len(codes))
	}
	for i, code := range codes {
		if i > 0 && codes[i-1] >= code {
			t.Errorf("%q does not come after %q, or twice", code, codes[i-1])
		}
		if code != strings.ToLower(code) {
			t.Errorf("%q is not in lower case", code)
		}
		if _, ok := Lookup(code, true); !ok {
			t.Errorf("%q is not found", code)
		}
	}
	codes[0] = "changed"
	if Codes()[0] == "changed" {
		t.Error("a caller can change the codes")
	}
}

func TestRegions(t *testing.T) {
	if !slices.IsSortedFunc(regions[:], func(a, b region) int { return strings.Compare(a.english, b.english) }) {
		t.Error("the table is not sorted by English name")
	}
	for _, r := range regions {
		if r.codes == "" || r.korean == "" || r.english == "" {
			t.Errorf("%v lacks something", r)
		}
		if !norm.NFC.IsNormalString(r.korean) || !norm.NFC.IsNormalString(r.english) {
			t.Errorf("%s is not composed", r.english)
		}
		if r.lat < -90 || r.lat > 90 || r.lon < -180 || r.lon > 180 {
			t.Errorf("%s is not on earth: %v, %v", r.english, r.lat, r.lon)
		}
		if far := fromLand(Place{Lat: r.lat, Lon: r.lon}); far > 2 {
			t.Errorf("%s is %v fields from land: is a sign wrong, or are the coordinates swapped?", r.english, far)
		}
	}
	if fromLand(Place{Lat: 1.35, Lon: -103.82}) <= 2 {
		t.Error("Singapore with a wrong sign would not be seen")
	}
}

// fromLand is how many fields a place is from the nearest land.
func fromLand(p Place) float64 {
	row, column := fieldOf(p)
	least := math.Inf(1)
	for r, line := range landRows() {
		for c := range line {
			if line[c] == '#' {
				least = min(least, math.Hypot(float64(r-row), float64(c-column)))
			}
		}
	}
	return least
}
