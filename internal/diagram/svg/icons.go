package svg

// Icons are our own glyphs of 18 by 18 pixels, drawn as lines: the class "i"
// gives them a stroke and no fill.
var Icons = map[string]string{
	"user": `<circle cx="9" cy="5.6" r="3.6"/><path d="M2 16.6c.6-4.2 3.4-5.8 7-5.8s6.4 1.6 7 5.8"/>`,
	"lb":   `<circle cx="9" cy="9" r="7.4"/><path d="M4.6 9h8.800M9 9l3.2-3.600M9 9l3.2 3.6"/>`,
	"vm":   `<rect x="3" y="3" width="12" height="12" rx="2"/><path d="M6.5 6.500h5v5h-5zM6.5 3V.8M11.5 3V.8M6.5 17.200V15M11.5 17.200V15M3 6.500H.8M3 11.500H.8M17.2 6.500H15M17.2 11.500H15"/>`,
	"db":   `<ellipse cx="9" cy="4" rx="6.4" ry="2.6"/><path d="M2.6 4v10c0 1.4 2.9 2.6 6.4 2.600s6.4-1.2 6.4-2.600V4M2.6 9c0 1.4 2.9 2.6 6.4 2.600s6.4-1.2 6.4-2.6"/>`,
	"dc":   `<rect x="2" y="1.4" width="14" height="4.4" rx="1"/><rect x="2" y="6.8" width="14" height="4.4" rx="1"/><rect x="2" y="12.2" width="14" height="4.4" rx="1"/><path d="M5 3.600h.01M5 9h.01M5 14.400h.01"/>`,
	"nat":  `<path d="M3 16V8a6 6 0 0 1 12 0v8M1 16h16M9 16v-5"/>`,
}
