package equivalence_test

import (
	"bytes"
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/tools/txtar"
)

//go:embed testdata/site.txtar
var testdata embed.FS

// plain are the notes that nothing is special about: title, tag and neighbour to link to.
var plain = map[string][3]string{
	"aws/01-계정.md":          {"계정 만들기", "AWS", "02-리전.md"},
	"aws/05-iam.md":         {"IAM", "보안", "01-계정.md"},
	"aws/network/vpc.md":    {"VPC", "네트워크", "../02-리전.md#가격"},
	"aws/network/라우팅.md":    {"라우팅", "네트워크", "subnet.md"},
	"go/01-시작.md":           {"Go 시작", "Go", "02-타입.md"},
	"go/02-타입.md":           {"타입", "Go", "03-고루틴.md"},
	"go/03-고루틴.md":          {"고루틴", "Go", "04-채널.md"},
	"go/04-채널.md":           {"채널", "Go", "../aws/05-iam.md"},
	"go/05-테스트.md":          {"테스트", "도구", "01-시작.md"},
	"데이터/SQL.md":            {"SQL", "데이터", "색인.md"},
	"데이터/색인.md":             {"색인", "데이터", "트랜잭션.md"},
	"데이터/트랜잭션.md":           {"트랜잭션", "데이터", "SQL.md"},
	"데이터/백업.md":             {"백업", "운영", "../ops/관찰.md"},
	"ops/관찰.md":             {"관찰", "운영", "배포.md"},
	"ops/내 노트 (초안).md":      {"내 노트", "운영", "<관찰.md>"},
	"ops/runbooks/01-복구.md": {"복구", "운영", "02-장애.md"},
	"ops/runbooks/02-장애.md": {"장애", "운영", "../README.md"},
	"guide/start.md":        {"시작", "시작", "둘째%20걸음.md"},
	"guide/둘째 걸음.md":        {"둘째 걸음", "시작", "diagrams.md"},
	"notes/2026-회고.md":      {"회고", "노트", "../README.md"},
	"notes/풀어쓴 이름.md":       {"풀어쓴 이름", "노트", "2026-회고.md"}, // stored in NFD
}

// note is the text of a plain note.
func note(title, tag, to string) string {
	return fmt.Sprintf("---\ntags: [%s]\n---\n# %s\n\n%s 이야기입니다. [다음](%s)\n\n## 왜\n\n글.\n\n## 어떻게\n\n- 하나\n- 둘\n", tag, title, title, to)
}

// picture is a PNG of one colour.
func picture(width, height int, shade uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: shade}.Y
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // an image in memory can always be written
	}
	return b.Bytes()
}

var fences = strings.NewReplacer("{end}", "```", "{go}", "```go", "{py}", "```python", "{md}", "```markdown", "{loop}", "```loop",
	"{region}", "```region", "{tree}", "```tree", "{bash}", "```bash", "{diff}", "```diff", "{console}", "```console")

// writeSite lays out the site that every story begins with.
func writeSite(t testing.TB, root string) {
	t.Helper()
	data, err := testdata.ReadFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"content/img/map.png":    string(picture(40, 30, 90)),
		"content/img/server.png": string(picture(64, 48, 160)),
	}
	for _, f := range txtar.Parse(data).Files {
		files[f.Name] = fences.Replace(string(f.Data))
	}
	for name, p := range plain {
		if strings.HasPrefix(name, "notes/풀어쓴") {
			name = norm.NFD.String(name)
		}
		files["content/"+name] = note(p[0], p[1], p[2])
	}
	for name, text := range files {
		at := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
