package fence

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/styles"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// benchCode is a page's worth of code in the languages that notes are full of.
var benchCode = []struct{ lang, text string }{
	{"bash", strings.Repeat("for f in *.md; do\n  echo \"$f\" | sed 's/a/b/' >> out.txt # 모두\ndone\n", 6)},
	{"js", strings.Repeat("// 서버를 연다\nconst app = express();\napp.get('/', (req, res) => res.send(`안녕 ${req.query.name}`));\n", 6)},
	{"go", strings.Repeat("func (s *Server) get(w http.ResponseWriter, r *http.Request) error {\n\treturn fmt.Errorf(\"%d: 없음\", 404)\n}\n", 6)},
	{"python", strings.Repeat("def handler(event, context):\n    \"\"\"요청을 처리한다.\"\"\"\n    return {\"statusCode\": 200}\n", 6)},
	{"yaml", strings.Repeat("Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {Name: \"이름\"}\n", 6)},
}

func drawAll() (size int) {
	for _, c := range benchCode {
		d := Draw(site.Fence{Lang: c.lang, Text: c.text, Pos: diag.Pos{File: "a.md", Line: 1}}, nil)
		size += len(d.Body.Pieces[0].HTML)
	}
	return size
}

func chromaAll(b *testing.B) (size int) {
	formatter := html.New(html.WithClasses(true))
	var out bytes.Buffer
	for _, c := range benchCode {
		tokens, err := languages().byName[c.lang].Tokenise(nil, c.text)
		if err != nil {
			b.Fatal(err)
		}
		if err := formatter.Format(&out, styles.Fallback, tokens); err != nil {
			b.Fatal(err)
		}
	}
	return out.Len()
}

// BenchmarkDraw compares Draw with chroma and its own formatter on the same
// code: time and size are ratios, below 1 where Draw is better.
func BenchmarkDraw(b *testing.B) {
	drawAll()
	chromaAll(b)
	b.ReportAllocs()
	var chromaTime time.Duration
	var ours, theirs int
	for b.Loop() {
		ours = drawAll()
		b.StopTimer()
		start := time.Now()
		theirs = chromaAll(b)
		chromaTime += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(chromaTime), "time/chroma")
	b.ReportMetric(float64(ours)/float64(theirs), "size/chroma")
}
