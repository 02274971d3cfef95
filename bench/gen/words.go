package gen

var (
	nouns = []string{
		"가용 영역", "리전", "서브넷", "라우팅 테이블", "보안 그룹", "인스턴스", "컨테이너", "이미지", "배포", "파이프라인",
		"로그", "지표", "추적", "경보", "대시보드", "설정 파일", "환경 변수", "비밀 값", "권한", "역할", "정책", "사용자",
		"요청", "응답", "연결", "시간 제한", "재시도", "대기열", "작업자", "저장소", "브랜치", "커밋", "검토", "시험",
		"자료 구조", "함수", "모듈", "인터페이스", "오류", "예외", "고루틴", "채널", "이벤트", "상태", "캐시", "색인",
		"질의", "트랜잭션", "복제본", "백업", "복구 절차", "장애", "부하 분산기", "도메인", "인증서", "방화벽", "게이트웨이",
		"비용", "예산", "태그", "문서", "예제", "실습 환경", "터미널", "편집기", "패키지", "의존성", "버전", "릴리스",
	}
	topics = []string{
		"이해하기", "시작하기", "구성 방법", "살펴보기", "문제 해결", "설계 원칙", "비교", "실습", "정리", "운영", "점검 목록", "자주 하는 실수",
	}
	adverbs = []string{
		"먼저", "천천히", "한 번에", "여러 곳에", "자동으로", "직접", "미리", "나중에", "안전하게", "같은 방식으로", "필요한 만큼만", "따로",
	}
	verbs = []string{
		"확인한다", "나눈다", "만든다", "지운다", "옮긴다", "기록한다", "되돌린다", "비교한다", "연결한다", "늘린다", "줄인다", "막는다",
		"설명한다", "불러온다", "기다린다", "검사한다", "고친다", "공유한다", "보여 준다", "정한다", "지켜본다", "다시 시작한다",
	}
	joints   = []string{" 살핀 뒤에 ", " 두고 ", " 쓰는 동안 ", " 바꾸면서 ", " 갖추지만 ", " 모아서 "}
	words    = []string{"AZ", "VPC", "kubectl", "main.go", "npm run build", "ap-northeast-2", "HTTP", "JSON", "TLS", "git rebase", "SIGTERM", "cron", "stdout", "README.md"}
	tags     = []string{"클라우드", "네트워크", "배포", "언어", "운영", "보안", "데이터", "도구"}
	slugs    = []string{"network", "deploy", "compute", "storage", "language", "tools", "security", "observe", "data", "design", "basics", "practice"}
	callouts = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}
	names    = []string{"order", "user", "report", "session", "bucket", "worker", "token", "region", "metric", "policy", "invoice", "event"}
	acts     = []string{"load", "save", "parse", "merge", "check", "fetch", "build", "split", "render", "update"}
	remarks  = []string{"값이 없으면 기본값을 쓴다", "한 번만 부른다", "순서를 지킨다", "오류는 위로 돌려준다", "느리면 캐시를 본다", "끝나면 정리한다"}
)
