package config

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"sitegen/internal/site"
)

// Env is what the surroundings of a build tell. It is read once, before the
// build, and is a value from then on.
type Env struct {
	CI      bool   // a CI service runs the build: broken references are errors
	BaseURL string // where the site will be published; "" if nothing tells
	Repo    string // web address of the repository: "https://github.com/user/repo"
	Branch  string // branch an author would edit; "" if unknown
	Prefix  string // the project's folder inside the repository: "notes/" or ""
}

// Git is what the git work tree around the project says of itself.
type Git struct {
	Remote string // URL of the remote "origin"
	Branch string // its default branch, else the one checked out
	Prefix string // the project's folder inside the work tree: "notes/" or ""
}

// FromEnv gathers Env from the environment, the bytes of static/CNAME (nil if
// there is none) and git. What was said on purpose comes before what can only
// be guessed: SITEGEN_BASE_URL, CNAME, the hosting service, the git remote.
func FromEnv(getenv func(string) string, cname []byte, git Git) Env {
	e := Env{
		CI:     truthy(getenv("CI")) || truthy(getenv("GITHUB_ACTIONS")),
		Repo:   repository(getenv, git),
		Branch: git.Branch,
		Prefix: git.Prefix,
	}
	if getenv("GITHUB_REF_TYPE") == "branch" && getenv("GITHUB_REF_NAME") != "" {
		e.Branch = getenv("GITHUB_REF_NAME")
	}
	for _, guess := range []string{
		getenv("SITEGEN_BASE_URL"),
		fromCNAME(cname),
		pagesURL(actionsRepo(getenv)),
		getenv("CI_PAGES_URL"),
		getenv("CF_PAGES_URL"),
		netlify(getenv),
		pagesURL(remoteRepo(git.Remote)),
	} {
		if u, err := BaseURL(guess); err == nil && u != "" {
			e.BaseURL = u
			break
		}
	}
	return e
}

func truthy(s string) bool { return s == "1" || strings.EqualFold(s, "true") }

func repository(getenv func(string) string, git Git) string {
	for _, r := range []string{actionsRepo(getenv), getenv("CI_PROJECT_URL"), remoteRepo(git.Remote)} {
		if u, err := BaseURL(r); err == nil && u != "" {
			return strings.TrimSuffix(u, "/")
		}
	}
	return ""
}

func actionsRepo(getenv func(string) string) string {
	name := getenv("GITHUB_REPOSITORY")
	if !ownerRepo.MatchString(name) {
		return ""
	}
	server := getenv("GITHUB_SERVER_URL")
	if server == "" {
		server = "https://github.com"
	}
	return strings.TrimSuffix(server, "/") + "/" + name
}

func netlify(getenv func(string) string) string {
	if !truthy(getenv("NETLIFY")) {
		return ""
	}
	if u := getenv("URL"); u != "" {
		return u
	}
	return getenv("DEPLOY_PRIME_URL")
}

var hostName = regexp.MustCompile(`^[\pL\pN-]+(\.[\pL\pN-]+)+$`)

func fromCNAME(data []byte) string {
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" {
			if hostName.MatchString(line) {
				return "https://" + line + "/"
			}
			return ""
		}
	}
	return ""
}

// sshRemote is the form git@host:owner/repo.git.
var sshRemote = regexp.MustCompile(`^(?:[\w.-]+@)?([\w.-]+):([^/].*)$`)

// remoteRepo turns a git remote into the web address of its repository. Names
// and passwords in it are dropped; what is not on a web host gives "".
func remoteRepo(remote string) string {
	remote = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(remote), "/"), ".git")
	host, name := "", ""
	if m := sshRemote.FindStringSubmatch(remote); m != nil {
		host, name = m[1], m[2]
	} else if u, err := url.Parse(remote); err == nil {
		switch u.Scheme {
		case "https", "http", "ssh", "git":
			host, name = u.Hostname(), strings.TrimPrefix(u.Path, "/")
		}
	}
	if !strings.Contains(host, ".") || !strings.Contains(name, "/") || checkPath(name) != nil {
		return ""
	}
	return "https://" + strings.ToLower(host) + "/" + name
}

// pagesURL is where GitHub Pages publishes a repository of github.com.
func pagesURL(repo string) string {
	name, ok := strings.CutPrefix(repo, "https://github.com/")
	if !ok || !ownerRepo.MatchString(name) {
		return ""
	}
	owner, project, _ := strings.Cut(name, "/")
	host := strings.ToLower(owner) + ".github.io"
	if strings.EqualFold(project, host) {
		return "https://" + host + "/"
	}
	return "https://" + host + "/" + project + "/"
}

// Info is what every page knows of the site: the configuration, with what it
// leaves open taken from the surroundings.
func (c Config) Info(e Env) site.Info {
	info := site.Info{
		Title:       c.Title,
		Description: c.Description,
		Lang:        c.Lang,
		BaseURL:     c.BaseURL,
		BasePath:    "/",
		Author:      c.Author,
		License:     c.License,
		Repo:        c.Repo,
		EditURL:     c.EditURL,
		Hue:         c.Hue,
	}
	if info.BaseURL == "" {
		info.BaseURL = e.BaseURL
	}
	if u, err := url.Parse(info.BaseURL); err == nil && u.Path != "" {
		info.BasePath = u.EscapedPath()
	}
	if info.Repo == "" {
		info.Repo = e.Repo
	}
	if info.EditURL == "" {
		info.EditURL = editPrefix(info.Repo, e.Branch, e.Prefix)
	}
	return info
}

// editPrefix is where the web hosts we know let a file be edited.
func editPrefix(repo, branch, prefix string) string {
	u, err := url.Parse(repo)
	if err != nil || repo == "" {
		return ""
	}
	if branch == "" {
		branch = "main"
	}
	where := path.Join("/", branch, prefix) + "/"
	switch {
	case u.Hostname() == "github.com":
		return repo + "/edit" + (&url.URL{Path: where}).EscapedPath()
	case strings.HasPrefix(u.Hostname(), "gitlab."):
		return repo + "/-/edit" + (&url.URL{Path: where}).EscapedPath()
	}
	return ""
}
