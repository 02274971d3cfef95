package region

import (
	"strings"

	"sitegen/internal/diagram/scene"
)

// summary is the sentence that stands for the picture.
func (p *picture) summary() string {
	containers, nodes, pins := 0, 0, 0
	for _, it := range p.items {
		switch {
		case it.kind == pinKind:
			pins++
		case it.kind == mapKind:
		case it.holds():
			containers++
		default:
			nodes++
		}
	}
	var parts []string
	if pins > 0 {
		parts = append(parts, p.lang.Say("diagram_map", pins))
	}
	if containers+nodes > 0 {
		parts = append(parts, p.lang.Say("diagram_region", containers, nodes, len(p.links)))
	}
	return strings.Join(parts, ", ")
}

// outline is the picture as a list: what stands in what, then what is joined.
func (p *picture) outline() []scene.Item {
	outline := p.list(p.root.children)
	if len(p.links) == 0 {
		return outline
	}
	joined := scene.Item{Text: p.lang.Say("diagram_links")}
	names := p.names()
	for _, l := range p.links {
		s := names[l.from] + " " + l.sign() + " " + names[l.to]
		if l.label.Text != "" {
			s += ": " + l.label.Text
		}
		joined.Items = append(joined.Items, scene.Item{Text: s, Link: l.label.Link})
	}
	return append(outline, joined)
}

func (p *picture) list(items []*item) []scene.Item {
	var list []scene.Item
	for _, it := range items {
		if it.kind == mapKind {
			list = append(list, p.list(it.children)...)
			continue
		}
		text := p.called(it)
		if it.note != "" {
			text += " (" + it.note + ")"
		}
		list = append(list, scene.Item{Text: text, Link: it.title.Link, Items: p.list(it.children)})
	}
	return list
}

// called is the title of an item, or what its kind is called.
func (p *picture) called(it *item) string {
	switch {
	case it.kind == pinKind:
		return it.place.Name
	case it.title.Text != "":
		return it.title.Text
	case p.lang.Korean:
		return it.kind.plain
	}
	return it.kind.spoken
}

// names are what items are called in the list of links: their titles, and where
// several have the same, what they stand in.
func (p *picture) names() map[*item]string {
	uses := map[string]int{}
	for _, it := range p.items {
		uses[p.called(it)]++
	}
	names := make(map[*item]string, len(p.items))
	for _, it := range p.items {
		name := p.called(it)
		if uses[name] > 1 {
			for in := it.parent; in != nil && in.parent != nil; in = in.parent {
				if uses[p.called(in)] == 1 {
					name += " (" + p.called(in) + ")"
					break
				}
			}
		}
		names[it] = name
	}
	return names
}

// sign is how a link reads.
func (l *link) sign() string {
	switch {
	case l.head && l.tail:
		return "↔"
	case l.head:
		return "→"
	}
	return "—"
}
