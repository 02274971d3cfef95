package render

import (
	"fmt"
	"math"
)

// Accent is a stylesheet that gives the theme a site's own hue, 0 to 359. A
// build lays it among the assets as [AccentFile].
//
// Lightness is fixed, which keeps text readable at every hue; chroma is as high
// as a screen can show at that lightness, up to a limit beyond which it shouts.
// The theme's own hue needs no stylesheet.
func Accent(hue int) []byte {
	if hue == ownHue {
		return nil
	}
	return fmt.Appendf(nil, "@layer sg {\n:root { --h: %d; --ac: light-dark(oklch(.44 %.3f %d), oklch(.82 %.3f %d)); }\n}\n",
		hue, chroma(.44, hue), hue, chroma(.82, hue), hue)
}

// ownHue is the hue of the tokens in assets/css.
const ownHue = 195

// AccentFile is the path of [Accent] among the assets: after the tokens, which
// it replaces, and before a site's own files.
const AccentFile = "assets/css/01-accent.css"

// chroma is the highest chroma of a lightness and hue in sRGB, at most .13.
func chroma(lightness float64, hue int) float64 {
	const limit, step = .13, .001
	c := limit
	for c > 0 && !shown(oklch(lightness, c, float64(hue))) {
		c -= step
	}
	return c
}

func shown(rgb [3]float64) bool {
	for _, v := range rgb {
		if v < 0 || v > 1 {
			return false
		}
	}
	return true
}

// oklch converts a colour to linear sRGB, by the matrices of CSS Color 4. The
// result may lie outside of 0 to 1.
func oklch(lightness, chroma, hue float64) [3]float64 {
	sin, cos := math.Sincos(hue * math.Pi / 180)
	a, b := chroma*cos, chroma*sin
	l := cube(lightness + .3963377774*a + .2158037573*b)
	m := cube(lightness - .1055613458*a - .0638541728*b)
	s := cube(lightness - .0894841775*a - 1.2914855480*b)
	return [3]float64{
		4.0767416621*l - 3.3077115913*m + .2309699292*s,
		-1.2684380046*l + 2.6097574011*m - .3413193965*s,
		-.0041960863*l - .7034186147*m + 1.7076147010*s,
	}
}

func cube(x float64) float64 { return x * x * x }
