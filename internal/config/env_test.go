package config

import "testing"

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestFromEnv(t *testing.T) {
	tests := []struct {
		name  string
		env   func(string) string
		cname string
		git   Git
		want  Env
	}{
		{"nothing", env(), "", Git{}, Env{}},
		{"actions", env("GITHUB_ACTIONS", "true", "GITHUB_REPOSITORY", "User/repo", "GITHUB_REF_TYPE", "branch", "GITHUB_REF_NAME", "trunk"), "", Git{},
			Env{CI: true, BaseURL: "https://user.github.io/repo/", Repo: "https://github.com/User/repo", Branch: "trunk"}},
		{"actions, the owner's own site", env("GITHUB_REPOSITORY", "User/user.github.io"), "", Git{},
			Env{BaseURL: "https://user.github.io/", Repo: "https://github.com/User/user.github.io"}},
		{"actions on another server", env("GITHUB_REPOSITORY", "u/r", "GITHUB_SERVER_URL", "https://git.corp.example"), "", Git{},
			Env{Repo: "https://git.corp.example/u/r"}},
		{"said on purpose", env("CI", "1", "SITEGEN_BASE_URL", "https://x.kr/a", "GITHUB_REPOSITORY", "u/r"), "y.kr", Git{},
			Env{CI: true, BaseURL: "https://x.kr/a/", Repo: "https://github.com/u/r"}},
		{"domain of one's own", env("GITHUB_REPOSITORY", "u/r"), "docs.example.kr\n", Git{},
			Env{BaseURL: "https://docs.example.kr/", Repo: "https://github.com/u/r"}},
		{"nonsense in CNAME", env("CF_PAGES_URL", "https://x.pages.dev"), "<script>", Git{}, Env{BaseURL: "https://x.pages.dev/"}},
		{"nonsense in the environment", env("SITEGEN_BASE_URL", "javascript:x", "GITHUB_REPOSITORY", "../.."), "", Git{}, Env{}},
		{"gitlab", env("CI", "true", "CI_PAGES_URL", "https://u.gitlab.io/r", "CI_PROJECT_URL", "https://gitlab.com/u/r"), "", Git{},
			Env{CI: true, BaseURL: "https://u.gitlab.io/r/", Repo: "https://gitlab.com/u/r"}},
		{"netlify", env("NETLIFY", "true", "URL", "https://a.kr", "DEPLOY_PRIME_URL", "https://b.netlify.app"), "", Git{}, Env{BaseURL: "https://a.kr/"}},
		{"netlify preview only", env("NETLIFY", "true", "DEPLOY_PRIME_URL", "https://b.netlify.app"), "", Git{}, Env{BaseURL: "https://b.netlify.app/"}},
		{"URL of something else", env("URL", "https://a.kr"), "", Git{}, Env{}},
		{"remote", env(), "", Git{Remote: "git@github.com:u/r.git", Branch: "main", Prefix: "notes/"},
			Env{BaseURL: "https://u.github.io/r/", Repo: "https://github.com/u/r", Branch: "main", Prefix: "notes/"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FromEnv(tt.env, []byte(tt.cname), tt.git); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestRemoteRepo(t *testing.T) {
	for in, want := range map[string]string{
		"git@github.com:u/r.git":            "https://github.com/u/r",
		"https://github.com/u/r.git":        "https://github.com/u/r",
		"https://token:x@github.com/u/r/":   "https://github.com/u/r",
		"ssh://git@github.com:22/u/r.git":   "https://github.com/u/r",
		"git@gitlab.com:group/sub/repo.git": "https://gitlab.com/group/sub/repo",
		"/srv/git/r.git":                    "",
		"../r":                              "",
		"file:///srv/r":                     "",
		"C:/repos/r":                        "",
		"git@github.com:../x":               "",
		"":                                  "",
	} {
		if got := remoteRepo(in); got != want {
			t.Errorf("remoteRepo(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestInfo(t *testing.T) {
	e := Env{BaseURL: "https://u.github.io/r/", Repo: "https://github.com/u/r", Prefix: "course notes/"}
	i := Default().Info(e)
	if i.BaseURL != e.BaseURL || i.BasePath != "/r/" || i.Repo != e.Repo || i.EditURL != "https://github.com/u/r/edit/main/course%20notes/" {
		t.Errorf("%+v", i)
	}
	c := Default()
	c.BaseURL, c.Repo, c.Title = "https://a.kr/", "https://gitlab.com/x/y", "노트"
	i = c.Info(Env{BaseURL: "https://b.kr/q/", Branch: "dev"})
	if i.BaseURL != "https://a.kr/" || i.BasePath != "/" || i.EditURL != "https://gitlab.com/x/y/-/edit/dev/" || i.Title != "노트" {
		t.Errorf("%+v", i)
	}
	if i = Default().Info(Env{}); i.BaseURL != "" || i.BasePath != "/" || i.EditURL != "" {
		t.Errorf("%+v", i)
	}
}
