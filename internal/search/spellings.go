package search

import "strings"

// spellings are words that are written in several ways, a group a line: who types
// one of them finds the others. The first of a group is the usual one. Words of
// another script, after the stroke, mean the same and count less.
var spellings = groups(`
	콘텐츠 컨텐츠 콘텐트 컨텐트 | content contents
	메시지 메세지 | message
	디렉터리 디렉토리 | directory
	애플리케이션 어플리케이션 애플리캐이션 | application app
	스레드 쓰레드 | thread
	엔티티 앤티티 | entity
	캐시 캐쉬 | cache
	어댑터 아답터 어답터 아댑터 | adapter
	네트워크 네트웍 네트웤 | network
	데이터 데이타 | data
	소프트웨어 소프트웨아 | software
	윈도 윈도우 윈도우즈 윈도즈 | windows
	깃허브 깃헙 기트허브 기터브 | github
	깃 기트 | git
	리포지터리 리포지토리 레포지토리 레파지토리 레포 리포 | repository repo
	라이선스 라이센스 | license
	스케줄 스케쥴 | schedule
	스케줄러 스케쥴러 | scheduler
	컴포넌트 콤포넌트 컴퍼넌트 | component
	알고리즘 알고리듬 | algorithm
	액세스 엑세스 억세스 | access
	리플리카 레플리카 | replica
	미들웨어 미들웨아 | middleware
	프레임워크 프레임웍 | framework
	플랫폼 플래폼 | platform
	커뮤니케이션 커뮤니캐이션 | communication
	데커레이터 데코레이터 | decorator
	클래스 클라스 | class
	인터페이스 인터패이스 | interface
	프락시 프록시 | proxy
	쿼리 퀴리 | query
	서버 써버 | server
	소스 쏘스 | source
	스위치 스윗치 | switch
	배치 뱃치 | batch
	패키지 팩키지 | package
	패턴 패튼 | pattern
	템플릿 탬플릿 템플리트 | template
	카탈로그 카타로그 | catalog
	다이얼로그 다이알로그 | dialog
	로컬 로칼 | local
	글로벌 글로발 | global
	터미널 터미날 | terminal
	셸 쉘 | shell
	푸시 푸쉬 | push
	플러시 플러쉬 | flush
	해시 해쉬 | hash
	크래시 크래쉬 | crash
	대시보드 대쉬보드 | dashboard
	섀도 쉐도우 섀도우 쉐도 | shadow
	태스크 테스크 | task
	매니저 메니저 | manager
	메서드 메소드 | method
	프로퍼티 프라퍼티 | property
	셰프 쉐프 | chef
	파이프라인 | pipeline
	라이브러리 라이브래리 | library
	오브젝트 오브제트 | object
	도큐먼트 다큐먼트 | document
	컨트롤러 콘트롤러 | controller
	컨트롤 콘트롤 | control
	콘솔 컨솔 | console
	컨테이너 콘테이너 | container
	컨텍스트 콘텍스트 | context
	컬렉션 콜렉션 | collection
	커넥션 컨넥션 | connection
	컨벤션 콘벤션 | convention
	콘퍼런스 컨퍼런스 | conference
	서브넷 써브넷 | subnet
	클러스터 크러스터 | cluster
	릴리스 릴리즈 | release
	데이터베이스 데이타베이스 데이터배이스 | database
	이니셜라이저 이니셜라이져 | initializer
	시리얼라이저 시리얼라이져 | serializer
	매개변수 파라미터 파라메터 | parameter
	인수 아규먼트 | argument
	타깃 타겟 | target
	로켓 로케트
	재킷 자켓
	배지 뱃지 | badge
	리소스 리쏘스 | resource
	스트림 스트리임 | stream
	유틸리티 유틸러티 | utility
	시큐리티 씨큐리티 | security
	액션 엑션 | action
	옵션 옵숀 | option
	세션 쎄션 | session
	버킷 버켓 | bucket
	소켓 소킷 쏘켓 | socket
	위젯 위짓 | widget
	티켓 티킷 | ticket
	이슈 잇슈 | issue
	뷰 | view
	훅 후크 | hook
	웹훅 웹후크 | webhook
	도커 도카 | docker
	쿠버네티스 쿠버네테스 쿠버네티즈 | kubernetes k8s
	테라폼 테라포옴 | terraform
	젠킨스 젠킨즈 | jenkins
	엔진엑스 엔진액스 | nginx
	아파치 | apache
	리눅스 | linux
	우분투 | ubuntu
	파이썬 | python
	장고 쟝고 | django
	자바스크립트 | javascript
	타입스크립트 | typescript
	리액트 | react
	몽고디비 | mongodb
	레디스 레디즈 | redis
	카프카 | kafka
	람다 | lambda
	리전 리젼 | region
	인스턴스 인스탄스 | instance
	아키텍처 아키텍쳐 | architecture
	피처 피쳐 | feature
	캡처 캡쳐 | capture
	비즈니스 비지니스 | business
	서비스 써비스 | service
	마이크로서비스 마이크로써비스 | microservice microservices
	모놀리식 모놀리틱 모노리식 | monolithic monolith
	미러 밀러 | mirror
	에러 애러 | error
	테이블 태이블 | table
	레이어 래이어 | layer
	레이블 라벨 래이블 | label
	프로비저닝 프로비져닝 | provisioning
	로드밸런서 로드발란서 | loadbalancer
	방화벽 파이어월 | firewall
	클라우드 | cloud
	가상화 | virtualization
	배포 디플로이 | deploy deployment
	빌드 | build
	커밋 | commit
	브랜치 브렌치 | branch
	머지 | merge
	데브옵스 | devops
	워크플로 워크플로우 | workflow
	오퍼레이션 오퍼레이숀 | operation operations
	로그인 | login
	로그아웃 | logout
	패스워드 | password
	트랜잭션 트랜젝션 트렌젝션 | transaction
	트래픽 트레픽 | traffic
	레이턴시 레이턴씨 | latency
	프런트엔드 프론트엔드 | frontend
	백엔드 벡엔드 백앤드 | backend
	리팩터링 리팩토링 | refactoring
	애너테이션 어노테이션 | annotation
	데드록 데드락 | deadlock
	싱글턴 싱글톤 | singleton
	스냅숏 스냅샷 스냅샵 | snapshot
	벤치마크 밴치마크 | benchmark
	밸리데이션 벨리데이션 | validation
	시퀀스 시퀸스 | sequence
	렌더링 랜더링 | rendering
	미디어 메디어 | media
	칼럼 컬럼 | column
	튜토리얼 튜터리얼 | tutorial
	로드밸런싱 로드발란싱 | loadbalancing
	엔드포인트 앤드포인트 | endpoint
	네임스페이스 | namespace
	메타데이터 메타데이타 | metadata
	마크다운 | markdown
	플러그인 플러긴 | plugin
	모듈 모쥴 | module
	센터 쎈터 센타 | center
	이미지 이메지 | image
	파워셸 파워쉘 | powershell
	서버리스 써버리스 | serverless
	온프레미스 온프라미스
	하이퍼바이저 하이퍼바이져 | hypervisor
	게이트웨이 게이트웨어 | gateway
	라우터 라우타 | router
	스토리지 스토레지 | storage
	레지스트리 레지스터리 | registry
	프로토콜 프로토컬 | protocol
	헤더 해더 | header
	토큰 토콘 | token
	아이덴티티 아이덴터티 | identity
	롤백 | rollback
	오토스케일링 | autoscaling`)

// loanwords are all spellings in Hangul: words that need no evidence.
var loanwords = func() map[string]bool {
	all := map[string]bool{}
	for _, g := range spellings {
		for _, w := range g.spelled {
			all[w] = true
		}
	}
	return all
}()

// group is one line of spellings.
type group struct{ spelled, meant []string }

func groups(table string) []group {
	var out []group
	for line := range strings.Lines(strings.TrimSpace(table)) {
		spelled, meant, _ := strings.Cut(line, "|")
		out = append(out, group{strings.Fields(spelled), strings.Fields(meant)})
	}
	return out
}
