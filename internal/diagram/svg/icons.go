package svg

// Icons are our own glyphs of 18 by 18 pixels, drawn as lines: the class "i"
// gives them a stroke with round ends and no fill. A line of no length is a dot.
var Icons = map[string]string{
	// people, networks and what stands in them
	"user":     `<circle cx="9" cy="5.6" r="3.6"/><path d="M2 16.4c.6-4 3.4-5.6 7-5.6s6.4 1.6 7 5.6"/>`,
	"lb":       `<circle cx="9" cy="9" r="7.3"/><path d="M4.6 9h8.6M8 9l4-3.7M8 9l4 3.7"/>`,
	"vm":       `<rect x="3.3" y="3.3" width="11.4" height="11.4" rx="2"/><path d="M7 7h4v4H7zM7 3.3V1M11 3.3V1M7 17v-2.3M11 17v-2.3M3.3 7H1M3.3 11H1M17 7h-2.3M17 11h-2.3"/>`,
	"fn":       `<path d="M4.5 2.5h1.7c1.2 0 1.7.5 2.1 1.5l4.2 10.3c.3.8.8 1.2 1.5 1.2h.8M8.8 6.5 4.3 15.5"/>`,
	"db":       `<ellipse cx="9" cy="4" rx="6.3" ry="2.5"/><path d="M2.7 4v10c0 1.4 2.8 2.5 6.3 2.5s6.3-1.1 6.3-2.5V4M2.7 9c0 1.4 2.8 2.5 6.3 2.5s6.3-1.1 6.3-2.5"/>`,
	"cache":    `<path d="M10.3 1.5 3.7 10.2h4.8l-.8 6.3 6.6-8.7H9.5z"/>`,
	"queue":    `<rect x="1.2" y="5" width="4.2" height="8" rx="1"/><rect x="6.9" y="5" width="4.2" height="8" rx="1"/><rect x="12.6" y="5" width="4.2" height="8" rx="1"/>`,
	"bucket":   `<ellipse cx="9" cy="4" rx="6.8" ry="2.3"/><path d="m2.2 4 1.9 10.8c.2 1 2.3 1.7 4.9 1.7s4.7-.7 4.9-1.7L15.8 4"/>`,
	"gw":       `<path d="M2.5 5.5H15M12 2.5l3 3-3 3M15.5 12.5H3M6 9.5l-3 3 3 3"/>`,
	"nat":      `<path d="M3 16V8a6 6 0 0 1 12 0v8M1 16h16M9 16v-5.5"/>`,
	"cdn":      `<circle cx="9" cy="9" r="7.3"/><path d="M1.7 9h14.6M9 1.7c4.6 4.3 4.6 10.3 0 14.6M9 1.7c-4.6 4.3-4.6 10.3 0 14.6"/>`,
	"dns":      `<path d="M9 1.5v15M9 3.2h5l1.8 1.9L14 7H9M9 8.8H4l-1.8 1.9L4 12.6h5"/>`,
	"firewall": `<rect x="1.7" y="3" width="14.6" height="12" rx="1.5"/><path d="M1.7 7h14.6M1.7 11h14.6M9 3v4M5.3 7v4M12.7 7v4M9 11v4"/>`,
	"dc":       `<rect x="2" y="1.6" width="14" height="4.3" rx="1"/><rect x="2" y="6.9" width="14" height="4.3" rx="1"/><rect x="2" y="12.2" width="14" height="4.3" rx="1"/><path d="M5 3.75h0M5 9.05h0M5 14.35h0"/>`,

	// pipelines and services
	"repo":    `<circle cx="5" cy="3.7" r="2"/><circle cx="5" cy="14.3" r="2"/><circle cx="13" cy="5.7" r="2"/><path d="M5 5.7v6.6M13 7.7C13 11 5 8.8 5 12.3"/>`,
	"code":    `<path d="M5.7 5 1.7 9l4 4M12.3 5l4 4-4 4M10.4 3.5l-2.8 11"/>`,
	"test":    `<path d="M6 1.7h6M7.3 1.7v4.8L2.9 14.4c-.6 1 .1 2.1 1.2 2.1h9.8c1.1 0 1.8-1.1 1.2-2.1l-4.4-7.9V1.7M5 11h8"/>`,
	"build":   `<path d="m9.3 8.7-6.6 6.6M6.2 3.8c2-1.6 4.3-1.8 6.2 0l3.6 3.6-2.2 2.2-1.7-1.7-2.4.6-1.5-1.5.6-2.4c-.7-.5-1.5-.8-2.6-.8z"/>`,
	"image":   `<path d="m9 1.6 6.6 3.6v7.6L9 16.4l-6.6-3.6V5.2zM2.4 5.2 9 8.9l6.6-3.7M9 8.9v7.5"/>`,
	"deploy":  `<path d="M9 12V2M5.2 5.8 9 2l3.8 3.8M2 11.5V15c0 .8.5 1.3 1.3 1.3h11.4c.8 0 1.3-.5 1.3-1.3v-3.5"/>`,
	"api":     `<path d="M6.5 2.5C3.7 2.5 5.6 7.8 2.5 9c3.1 1.2 1.2 6.5 4 6.5M11.5 2.5c2.8 0 .9 5.3 4 6.5-3.1 1.2-1.2 6.5-4 6.5M7.5 9h0M10.5 9h0"/>`,
	"web":     `<rect x="1.7" y="2.7" width="14.6" height="12.6" rx="2"/><path d="M1.7 6.7h14.6M4.2 4.7h0M6.7 4.7h0"/>`,
	"mobile":  `<rect x="4.7" y="1.5" width="8.6" height="15" rx="2"/><path d="M8.3 13.9h1.4"/>`,
	"monitor": `<path d="M2 2v12.5c0 .9.6 1.5 1.5 1.5H16M5.2 11.3l3-4 2.8 2.4 4.3-5.5"/>`,
	"key":     `<circle cx="5.9" cy="12.1" r="3.7"/><path d="M8.5 9.5l7-7M12 6l2.5 2.5"/>`,
	"file":    `<path d="M10.5 1.6H5A1.5 1.5 0 0 0 3.5 3.1v11.8A1.5 1.5 0 0 0 5 16.4h8a1.5 1.5 0 0 0 1.5-1.5V5.6zM10.5 1.6v4h4M6.5 9.3h5M6.5 12.5h5"/>`,
	"mail":    `<rect x="1.7" y="3.3" width="14.6" height="11.4" rx="1.5"/><path d="M2.2 4.5 9 9.9l6.8-5.4"/>`,
}
