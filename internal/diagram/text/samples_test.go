package text

// sample is a class of texts whose widths are compared with a browser's.
type sample struct {
	name  string
	lines []string
}

// samples are lines as they stand in diagrams, and beside them what a table of
// widths may get wrong.
var samples = []sample{
	{"Korean", []string{
		"계획", "코드", "빌드", "테스트", "릴리스", "배포", "운영", "모니터링",
		"개발", "이슈", "백로그", "코드 리뷰", "단위 테스트", "통합 테스트", "자동화", "장애 대응",
		"요구 사항", "로드 밸런서", "가용 영역", "퍼블릭 서브넷", "프라이빗 서브넷", "데이터 서브넷",
		"앱 서버", "인증 서버", "관리자", "사용자", "개발자", "방화벽", "게이트웨이", "메시지 큐",
		"데이터베이스", "캐시", "객체 저장소", "동기 복제", "비동기 복제", "읽기 전용 복제본",
		"주문 서비스", "결제 서비스", "배송 조회", "회원 가입", "비밀번호 재설정", "알림 발송",
		"서울 리전의 다중 가용 영역 구성", "온프레미스 데이터 센터", "콘텐츠 전송 네트워크",
		"개발과 운영이 하나의 고리로 이어집니다", "장애가 나면 이전 버전으로 되돌린다",
		"두 영역에 걸친 로드 밸런서가 요청을 나눈다", "변경 사항을 작게 나누어 자주 배포한다",
		"뷁쉛꿿", "가나다라마바사아자차카타파하", "값싼 것을 찾았던 몫", "꽃밭에 앉아 읊조렸다",
	}},
	{"Korean and English", []string{
		"Git", "DevOps 무한 루프", "AWS 클라우드", "서울 리전 (ap-northeast-2)", "VPC (10.0.0.0/16)",
		"로드 밸런서 (ALB · 두 영역에 걸침)", "가용 영역 2a (ap-northeast-2a)", "NAT 게이트웨이 (10.0.1.0/24)",
		"앱 서버 (EC2 오토 스케일링)", "RDS 주 (PostgreSQL)", "RDS 대기 (PostgreSQL 16.4)", "S3 버킷", "Redis 캐시",
		"Kubernetes 클러스터", "kubectl apply로 배포", "CI/CD 파이프라인", "GitHub Actions 워크플로", "Docker 이미지 빌드",
		"REST API 호출", "HTTPS 443", "TCP 5432 포트", "Dev | 개발", "Ops | 운영", "1단계: 준비", "2. 로그인 요청",
		"HTTP 404 응답", "JSON 파싱 오류", "JWT 토큰 검증", "SELECT * FROM 주문", "user_id로 조회", "응답 시간 < 200ms",
		"CPU 사용률 85%", "월 $120 (약 ₩165,000)", "v2.14.0 릴리스", "2024-03-15 14:30", "요청 1,234,567건",
		"Spring Boot 서버", "React 앱", "MySQL → BigQuery", "Kafka 토픽", "Terraform 코드", "Prometheus + Grafana",
		"개발 · 테스트 · 운영", "승인? 예/아니요", "“좋은 코드”란", "‘작게’ 시작하기…", "읽기 – 쓰기 분리", "참고 — 문서",
		"A/B 테스트 & 카나리", "main 브랜치에 병합", "Pull Request #42", "IAM 역할/정책", "Wi-Fi 6E 공유기", "MSA 전환",
	}},
	{"English", []string{
		"Plan", "Code", "Build", "Test", "Release", "Deploy", "Operate", "Monitor",
		"Load balancer", "Availability zone", "Public subnet", "Internet gateway", "Object storage",
		"PostgreSQL", "Elasticsearch", "OpenTelemetry Collector", "us-east-1 (N. Virginia)", "WWW", "iiillll", "MMMM",
		"The quick brown fox jumps over the lazy dog", "PACK MY BOX WITH FIVE DOZEN LIQUOR JUGS",
		"kubernetes/ingress-nginx-controller", "https://example.com/docs/guide?page=2#top", "onboarding@example.com",
		"ApplicationLoadBalancerTargetGroup", "Continuous integration and delivery",
	}},
	{"digits and punctuation", []string{
		"0123456789", "1,111,111", "10.0.255.255/32", "99.99%", "+82-2-1234-5678", "2024.03.15.", "#1", "(1) (2) (3)",
		"[a]{b}<c>", "a = b + c * d / e", "!?.,:;'\"`~@#$%^&*_|\\", "3 × 4 = 12", "±0.5 °C", "½ + ¼", "© 2024 ®", "§ 3.2 ¶",
		"“인용” ‘작은’ „low“", "a–b — c―d", "가·나·다", "• 항목", "말줄임…", "†주 ‡주", "±1 ÷ 2", "€30, £25, ¥100, ₩9,900",
	}},
	{"symbols", []string{
		"→ ← ↑ ↓ ↔", "요청 → 응답", "A ⇒ B ⇔ C", "∑ ∏ √ ∞ ≠ ≤ ≥ ≈", "x ∈ A ∩ B", "┌─┬─┐ │ └─┴─┘", "■ □ ▲ ▼ ● ○ ◆", "★ ☆ ※",
		"① ② ③ ⑩", "Ⅰ Ⅱ Ⅲ Ⅳ", "㈜회사", "25℃ № 7", "10㎏ 5㎡ 3㎞", "™ 상표", "✓ 완료", "✗ 실패", "⌘ + ⇧ + P", "x² + y³", "H₂O", "⌫ 지우기",
	}},
	{"emoji", []string{
		"🚀 배포", "✅ 완료", "❌ 실패", "⚠️ 경고", "☁️ 클라우드", "🔒 보안", "📦 패키지", "👩‍💻 개발자", "👨‍👩‍👧‍👦 가족", "👍🏽 승인",
		"🇰🇷 한국", "1️⃣ 첫째", "#️⃣ 채널", "❤️ 좋아요", "🧑🏻‍🤝‍🧑🏿 함께", "🏴‍☠️ 깃발", "🙂🙃😉", "⭐ 중요", "⏰ 예약", "⚡ 빠름", "ℹ️ 안내", "↔️ 양방향",
	}},
	{"Hanja, Kana, full width", []string{
		"漢字", "大韓民國", "情報 보호", "ひらがな", "カタカナ", "東京リージョン", "ＡＷＳ　リージョン", "（괄호）", "「인용」 『책』", "가、나。다", "ｶﾀｶﾅ", "￦1,000",
	}},
	{"other scripts", []string{
		"Café Zürich", "naïve façade", "Łódź, Kraków", "İstanbul'a", "Þingvellir", "Tiếng Việt", "Αθήνα Ελλάδα", "Привет, мир",
		"Москва и Петербург", "Œuvre Ærø", "Ελληνικά",
	}},
	{"jamo and marks", []string{
		"ㄱㄴㄷ ㅏㅑㅓ", "ㅋㅋㅋ", "ㅇㅇ", "ㄱ~ㅎ",
		"\u1112\u1161\u11AB\u1100\u1173\u11AF",    // 한글
		"\u1103\u1166\u110B\u1175\u1110\u1165 서버", // 데이터
		"\u1100\uAC00",                                   // a consonant before a syllable
		"e\u0301te\u0301",                                // été
		"Vie\u0323\u0302t Nam",                           // Việt
		"영\u200B폭\u200C없\u200D는 글자", "왼\u200E쪽\uFEFF 표시", // what is not seen
		"줄\u00AD임표", // shown by some fonts
		"붙임\u00A0빈칸",
		"か\u3099き",
	}},
}
