package gen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// fence writes a block of code. JavaScript comes most often, as in the notes we
// have seen; no two blocks of a site are alike but by chance.
func (w *writer) fence() {
	lang, code := "", ""
	switch n := w.r.IntN(10); {
	case n < 3:
		lang, code = "js", javascript(w.r)
	case n < 5:
		lang, code = "go", golang(w.r)
	case n < 7:
		lang, code = "bash", bash(w.r)
	case n < 9:
		lang, code = "python", python(w.r)
	default:
		lang, code = "yaml", yaml(w.r)
	}
	w.printf("```%s\n%s```\n\n", lang, code)
}

func name(r *rand.Rand) string { return pick(r, names) + fmt.Sprint(r.IntN(90)) }

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func javascript(r *rand.Rand) string {
	a, b, act := name(r), name(r), pick(r, acts)
	var s strings.Builder
	fmt.Fprintf(&s, "// %s\nexport async function %s%s(%s, { limit = %d } = {}) {\n", pick(r, remarks), act, title(a), b, r.IntN(500))
	for range 1 + r.IntN(2) {
		v := name(r)
		fmt.Fprintf(&s, "  const %s = await fetch(`/api/%s/${%s.id}?limit=${limit}`);\n", v, pick(r, names), b)
		fmt.Fprintf(&s, "  if (!%s.ok) throw new Error('%s: ' + %s.status);\n", v, pick(r, remarks), v)
	}
	fmt.Fprintf(&s, "  return %s.items.filter((x) => x.%s > %d).map((x) => x.%s);\n}\n", b, pick(r, names), r.IntN(1000), pick(r, names))
	return s.String()
}

func golang(r *rand.Rand) string {
	a, act := title(name(r)), title(pick(r, acts))
	var s strings.Builder
	fmt.Fprintf(&s, "// %s%s: %s.\nfunc (s *Store) %s%s(ctx context.Context, id string) (*%s, error) {\n", act, a, pick(r, remarks), act, a, a)
	for range 1 + r.IntN(2) {
		v := name(r)
		fmt.Fprintf(&s, "\t%s, err := s.%s(ctx, id, %d)\n\tif err != nil {\n\t\treturn nil, fmt.Errorf(\"%s %%s: %%w\", id, err)\n\t}\n", v, pick(r, acts), r.IntN(100), pick(r, acts))
		fmt.Fprintf(&s, "\tfor i, x := range %s {\n\t\ts.count[x.ID] += i // %s\n\t}\n", v, pick(r, remarks))
	}
	fmt.Fprintf(&s, "\treturn &%s{ID: id, Size: 0x%x}, nil\n}\n", a, r.IntN(1<<16))
	return s.String()
}

func bash(r *rand.Rand) string {
	var s strings.Builder
	s.WriteString("#!/usr/bin/env bash\nset -euo pipefail\n\n")
	for range 1 + r.IntN(4) {
		n := name(r)
		switch r.IntN(4) {
		case 0:
			fmt.Fprintf(&s, "# %s\nfor f in %s/*.log; do\n  grep -c \"%s\" \"$f\" | sort -n\ndone\n", pick(r, remarks), n, pick(r, words))
		case 1:
			fmt.Fprintf(&s, "export %s=\"$(aws ec2 describe-%ss --region ap-northeast-2 --query 'Items[%d].Id' --output text)\"\n", strings.ToUpper(n), pick(r, names), r.IntN(9))
		case 2:
			fmt.Fprintf(&s, "if [ -z \"${%s:-}\" ]; then\n  echo '%s' >&2\n  exit %d\nfi\n", strings.ToUpper(n), pick(r, remarks), r.IntN(9))
		default:
			fmt.Fprintf(&s, "kubectl rollout status deploy/%s --timeout=%ds && curl -fsS http://localhost:%d/healthz\n", n, r.IntN(300), 1024+r.IntN(9000))
		}
	}
	return s.String()
}

func python(r *rand.Rand) string {
	a, act := name(r), pick(r, acts)
	var s strings.Builder
	fmt.Fprintf(&s, "@dataclass(frozen=True)\nclass %s:\n    \"\"\"%s.\"\"\"\n    id: str\n    size: int = %d\n\n", title(a), pick(r, remarks), r.IntN(999))
	fmt.Fprintf(&s, "def %s_%s(items: list[%s], limit: float = %.2f) -> dict[str, int]:\n    found = {}\n", act, a, title(a), r.Float64()*100)
	for range 1 + r.IntN(2) {
		v := pick(r, names)
		fmt.Fprintf(&s, "    for %s in sorted(items, key=lambda x: x.size):\n        if %s.size > limit and not %s.id.startswith('%s'):  # %s\n            found[f\"{%s.id}-%d\"] = len(items) ** %d\n", v, v, v, pick(r, names), pick(r, remarks), v, r.IntN(99), 1+r.IntN(3))
	}
	s.WriteString("    return found\n")
	return s.String()
}

func yaml(r *rand.Rand) string {
	var s strings.Builder
	fmt.Fprintf(&s, "# %s\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s\nspec:\n  replicas: %d\n  template:\n    spec:\n      containers:\n", pick(r, remarks), name(r), r.IntN(20))
	for range 1 + r.IntN(2) {
		n := name(r)
		fmt.Fprintf(&s, "        - name: %s\n          image: \"registry.example.kr/%s:v%d.%d\"\n          env:\n            - { name: %s, value: '%d' }\n          resources: { limits: { cpu: %dm, memory: %dMi } }\n", n, n, r.IntN(9), r.IntN(30), strings.ToUpper(n), r.IntN(9999), r.IntN(2000), r.IntN(4096))
	}
	return s.String()
}
