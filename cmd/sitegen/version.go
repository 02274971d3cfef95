package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "print the version of sitegen",
		Example: "  sitegen version",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), thisVersion())
			return err
		},
	}
}

func thisVersion() string {
	info, _ := debug.ReadBuildInfo()
	return version(info)
}

// version says what this binary was built from, as far as it knows.
func version(info *debug.BuildInfo) string {
	if info == nil {
		return "sitegen (devel)"
	}
	name := info.Main.Version
	if name == "" {
		name = "(devel)"
	}
	line := "sitegen " + name
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if rev := settings["vcs.revision"]; rev != "" {
		line += " " + rev[:min(len(rev), 12)]
		if settings["vcs.modified"] == "true" {
			line += " modified"
		}
	}
	return line + " " + info.GoVersion
}
