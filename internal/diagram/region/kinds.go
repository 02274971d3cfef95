package region

import (
	"slices"
	"strings"
)

// kind is what a line draws.
type kind struct {
	words  []string // that name it: English first, then Korean
	holds  bool     // whether it is a container
	class  string   // of a container's box, beside its colour
	colour string   // class of its title and icon
	icon   string   // of a node; "" for none
	family string   // containers of one family stand side by side
	plain  string   // what a node without a title is called, in Korean and English
	spoken string
}

// The lines that are neither container nor node.
var (
	mapKind = &kind{words: []string{"map", "지도"}, holds: true}
	pinKind = &kind{words: []string{"pin", "핀"}}
)

// kinds are the words of the language. Containers of one family mean things of
// one rank, which a reader compares: they go side by side.
var kinds = []*kind{
	{words: []string{"cloud", "클라우드"}, holds: true, class: "x", colour: "k0", family: "site"},
	{words: []string{"onprem", "온프레미스"}, holds: true, class: "x", colour: "k0", family: "site"},
	{words: []string{"region", "리전"}, holds: true, class: "x da", colour: "k1", family: "region"},
	{words: []string{"vpc", "가상네트워크"}, holds: true, class: "x", colour: "k2", family: "vpc"},
	{words: []string{"az", "가용영역"}, holds: true, class: "x da", colour: "k3", family: "az"},
	{words: []string{"public", "퍼블릭"}, holds: true, class: subnet, colour: "k4", family: "public"},
	{words: []string{"private", "프라이빗"}, holds: true, class: subnet, colour: "k3", family: "private"},
	{words: []string{"data", "데이터"}, holds: true, class: subnet, colour: "k5", family: "data"},
	{words: []string{"subnet", "서브넷"}, holds: true, class: subnet, colour: "k0", family: "subnet"},
	{words: []string{"group", "그룹"}, holds: true, class: "x", colour: "k0", family: "group"},

	{words: []string{"user", "사용자"}, colour: "k6", icon: "user"},
	{words: []string{"lb", "로드밸런서"}, colour: "k2", icon: "lb"},
	{words: []string{"vm", "서버", "가상머신"}, colour: "k3", icon: "vm"},
	{words: []string{"fn", "함수"}, colour: "k3", icon: "fn"},
	{words: []string{"db", "데이터베이스"}, colour: "k5", icon: "db"},
	{words: []string{"cache", "캐시"}, colour: "k5", icon: "cache"},
	{words: []string{"queue", "큐", "대기열"}, colour: "k2", icon: "queue"},
	{words: []string{"bucket", "버킷"}, colour: "k5", icon: "bucket"},
	{words: []string{"gw", "게이트웨이"}, colour: "k4", icon: "gw"},
	{words: []string{"nat"}, colour: "k4", icon: "nat"},
	{words: []string{"cdn"}, colour: "k1", icon: "cdn"},
	{words: []string{"dns"}, colour: "k1", icon: "dns"},
	{words: []string{"firewall", "방화벽"}, colour: "k6", icon: "firewall"},
	{words: []string{"dc", "데이터센터"}, colour: "k3", icon: "dc", plain: "데이터 센터", spoken: "Data center"},
	{words: []string{"box", "상자"}, colour: "k0"},

	{words: []string{"repo", "저장소"}, colour: "k2", icon: "repo"},
	{words: []string{"code", "코드"}, colour: "k3", icon: "code"},
	{words: []string{"test", "테스트"}, colour: "k4", icon: "test"},
	{words: []string{"build", "빌드"}, colour: "k5", icon: "build"},
	{words: []string{"image", "이미지"}, colour: "k1", icon: "image"},
	{words: []string{"deploy", "배포"}, colour: "k2", icon: "deploy"},
	{words: []string{"api"}, colour: "k2", icon: "api"},
	{words: []string{"web", "웹"}, colour: "k3", icon: "web"},
	{words: []string{"mobile", "모바일"}, colour: "k3", icon: "mobile"},
	{words: []string{"monitor", "모니터링"}, colour: "k1", icon: "monitor"},
	{words: []string{"key", "키", "열쇠"}, colour: "k5", icon: "key"},
	{words: []string{"file", "파일"}, colour: "k0", icon: "file"},
	{words: []string{"mail", "메일", "이메일"}, colour: "k6", icon: "mail"},

	mapKind,
	pinKind,
}

// subnet is the class of containers that are a tint without a border.
const subnet = "sb"

// Words that are not kinds.
var (
	titleWords     = []string{"title", "제목"}
	directionWords = []string{"direction", "방향"}
)

var byWord = func() map[string]*kind {
	m := map[string]*kind{}
	for _, k := range kinds {
		for _, w := range k.words {
			m[w] = k
		}
	}
	return m
}()

// kindOf returns the kind that word names, or nil.
func kindOf(word string) *kind { return byWord[strings.ToLower(word)] }

// allWords are the words a line may begin with, for hints.
func allWords() []string {
	words := slices.Concat(titleWords, directionWords)
	for _, k := range kinds {
		words = append(words, k.words...)
	}
	return words
}

// name is how the kind is written in English, as messages name it.
func (k *kind) name() string { return k.words[0] }

func (k *kind) isSubnet() bool { return k.class == subnet }
