//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// writeNotes writes pages of Korean notes below dir, the same for the same seed.
// Each has a subject of its own among words that many share: compounds with and
// without a space, loanwords, names from code, all with the particles that their
// last syllables ask for.
func writeNotes(dir string, pages int, seed uint64) error {
	for i := range pages {
		n := &notes{r: rand.New(rand.NewPCG(seed, uint64(i)))}
		n.write(i)
		file := filepath.Join(dir, fmt.Sprintf("part-%d", i/40), fmt.Sprintf("note-%d.md", i))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(n.String()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

type notes struct {
	strings.Builder
	r *rand.Rand
}

func (n *notes) one(of []string) string { return of[n.r.IntN(len(of))] }

func (n *notes) line(format string, args ...any) { fmt.Fprintf(n, format+"\n\n", args...) }

// compound is two nouns, with a space or without.
func (n *notes) compound() string {
	space := " "
	if n.r.IntN(2) == 0 {
		space = ""
	}
	return n.one(plainNouns) + space + n.one(plainNouns)
}

// identifier is a name from code.
func (n *notes) identifier() string {
	a, b, c := n.one(english), n.one(english), n.one(english)
	up := func(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
	switch n.r.IntN(6) {
	case 0:
		return a + up(b) + up(c)
	case 1:
		return up(a) + up(b)
	case 2:
		return a + "_" + b + "_" + c
	case 3:
		return "--" + a + "-" + b
	case 4:
		return "." + a + "rc"
	}
	return a + "." + b
}

func (n *notes) write(number int) {
	subject, loan, name := n.compound(), n.one(loans)+n.one(plainNouns), n.identifier()
	n.line("# %s", subject)
	n.line("%s", n.about(subject))
	for range 2 + n.r.IntN(3) {
		topic := n.compound()
		n.line("## %s %s", topic, n.one(headings))
		n.line("%s %s %s", n.about(topic), n.about(loan), n.about(n.one(plainNouns)))
		switch n.r.IntN(4) {
		case 0:
			n.line("`%s` 값으로 %s %s", name, particle(n.one(plainNouns), "을", "를"), n.one(verbs))
		case 1:
			n.line("```go\n%s := %s(%q)\n```", n.one(english), strings.Trim(name, "-."), fmt.Sprint(number))
		case 2:
			n.line("| %s | %s |\n| --- | --- |\n| %s | %s |", n.one(plainNouns), n.one(loans), n.compound(), n.identifier())
		case 3:
			n.line("- %s\n- %s", n.about(n.compound()), n.about(n.one(english)))
		}
	}
}

// about is a sentence about something.
func (n *notes) about(what string) string {
	other := n.one(plainNouns)
	if n.r.IntN(3) == 0 {
		other = n.one(loans)
	}
	switch n.r.IntN(6) {
	case 0:
		return particle(what, "은", "는") + " " + particle(other, "을", "를") + " " + n.one(verbs)
	case 1:
		return particle(other, "이", "가") + " 많을 때 " + particle(what, "으로", "로") + " " + n.one(verbs)
	case 2:
		return what + "에서 " + particle(other, "과", "와") + " " + particle(n.one(plainNouns), "을", "를") + " 함께 " + n.one(verbs)
	case 3:
		return other + "보다 " + particle(what, "이", "가") + " 먼저이며, " + what + "의 " + particle(other, "은", "는") + " 나중에 " + n.one(verbs)
	case 4:
		return particle(what, "이란", "란") + " " + particle(other, "을", "를") + " 다루는 방법입니다."
	}
	return what + "까지 " + n.one(verbs)
}

// particle adds the form that the last syllable of a word asks for.
func particle(word, afterFinal, afterVowel string) string {
	runes := []rune(word)
	last := (runes[len(runes)-1] - '가') % 28
	if last == 0 || last == 8 && afterVowel == "로" || runes[len(runes)-1] < '가' {
		return word + afterVowel
	}
	return word + afterFinal
}

var (
	plainNouns = strings.Fields(`
		가용성 감사 갱신 검증 경계 경로 계정 계층 고리 공간 과금 관리 교체 구독 구성 구역 권한 규칙 균형 기록 기준 기한 내역 노선 녹화 논리 단계 단위
		담당 대기열 대상 대역폭 도달 동기화 등급 등록 명세 모형 목록 목차 묶음 문법 문서 반납 반영 방화벽 배열 배치 배포 범위 변경 변환 변수 별칭 병합
		보관 보존 복구 복제 본문 부품 부하 분기 분류 분산 비교 비용 사건 사본 상수 상태 색인 생애 서명 선언 설계 설정 성능 속도 손실 수명 수집 순서 순환
		승인 시계 시점 식별 신호 실행 암호화 압축 약속 양식 여유 역할 연결 열쇠 예약 예외 예측 오류 완충 외주 요금 요청 용량 우선 운영 원본 원장 원칙
		유지 응답 의존성 이력 이름 인증 일정 입력 입구 자동화 자료 자리 작업 잠금 장부 장애 저장소 전달 전송 절차 점검 접근 접속 정렬 정의 정책 제약 조각
		조건 조합 주기 주소 중단 증명 지연 지표 진단 질의 집계 차단 참조 창고 처리 첨부 청구 초기화 추적 출구 출력 측정 탐색 통계 통로 통합 투자 판정 패턴
		평가 폐기 표본 표시 품질 필터 한도 할당 합계 해석 해제 허용 현황 형식 호출 확장 환경 회선 회수 획득 효율 후보 흐름`)
	loans = strings.Fields(`
		게이트웨이 네트워크 데이터 데이터베이스 도커 디렉터리 라우터 라이브러리 레이어 레지스트리 로그 리소스 리전 리포지터리 릴리스 메모리 메서드 메시지 모니터 미들웨어
		백업 버킷 브라우저 브랜치 서버 서브넷 세션 소프트웨어 스냅샷 스레드 스케줄러 스크립트 스택 스토리지 스트림 아키텍처 애플리케이션 어댑터 에이전트 엔드포인트
		엔티티 오케스트레이터 워크플로 인스턴스 인터페이스 캐시 컨테이너 컨트롤러 컴포넌트 콘솔 콘텐츠 쿠버네티스 쿼리 클라이언트 클러스터 태스크 터미널 테라폼 템플릿
		토큰 트래픽 트랜잭션 파라미터 파이프라인 패키지 페이로드 포트 프레임워크 프로세스 프로토콜 플랫폼 하이퍼바이저 해시`)
	english = strings.Fields(`
		account action buffer bucket cache channel client cluster config cursor daemon deploy docker engine event export fetch filter gateway graph handler header
		import index input kernel layer ledger limit listen loader memory merge metric module mutex network object output packet parser policy process proxy query
		queue reader record region render request retry router runner schema script secret select server session shard signal socket source stream subnet switch
		syntax target template thread ticket token trace update upload vector volume watch worker writer`)
	headings = strings.Fields(`정리 이해하기 시작하기 살펴보기 비교하기 실습 점검 고르기 나누기 되돌리기`)
	verbs    = []string{"확인합니다.", "나눕니다.", "만듭니다.", "지웁니다.", "설정합니다.", "기록했습니다.", "비교한다.", "되돌릴 수 있습니다.",
		"늘려야 합니다.", "줄입니다.", "막습니다.", "설명하는 글입니다.", "불러오고 기다립니다.", "검사하면 됩니다.", "공유하도록 합니다.", "다시 시작합니다."}
)
