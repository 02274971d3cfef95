package loop

import (
	"cmp"
	"strings"

	"sitegen/internal/diagram/scene"
)

// summary is the loop in one sentence.
func (p *plan) summary(lang scene.Language) string {
	names := make([]string, len(p.steps))
	for i, s := range p.steps {
		names[i] = s.name.Text
	}
	key := "diagram_ring"
	if p.infinity {
		key = "diagram_loop"
	}
	return lang.Say(key, len(names), strings.Join(names, ", "))
}

// outline is the loop as a list: the steps of each section, or of the whole,
// which then needs a name.
func (p *plan) outline(summary string) []scene.Item {
	items := []scene.Item{{Text: cmp.Or(p.title, summary), Ordered: true}}
	if len(p.sections) > 0 {
		items = make([]scene.Item, len(p.sections))
	}
	for i, s := range p.sections {
		items[i] = scene.Item{Text: dashed(s.name.Text, s.sub.Text), Link: s.name.Link, Ordered: true}
	}
	for _, s := range p.steps {
		in := &items[s.section]
		in.Items = append(in.Items, scene.Item{Text: dashed(s.name.Text, s.note()), Link: s.name.Link})
	}
	return items
}

func dashed(name, more string) string {
	if more == "" {
		return name
	}
	return name + " — " + more
}
