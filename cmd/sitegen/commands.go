package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sitegen/internal/diag"
)

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "sitegen",
		Version:       thisVersion(),
		Short:         "make a website of a folder of Markdown notes",
		Example:       "  sitegen build --root notes",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(cmd.OutOrStdout(), cmd) })
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(helpCommand())
	root.SetVersionTemplate("{{ .Version }}\n")
	root.AddCommand(a.buildCommand(), a.serveCommand(), themeCommand(), versionCommand(), completionCommand())
	return root
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "say what a command does",
		Example: "  sitegen help build",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			about := cmd.Root()
			for _, name := range args {
				sub := child(about, name)
				if sub == nil {
					return unknownCommand(about, name)
				}
				about = sub
			}
			return about.Help()
		},
	}
}

func child(cmd *cobra.Command, name string) *cobra.Command {
	for _, sub := range cmd.Commands() {
		if sub.Name() == name {
			return sub
		}
	}
	return nil
}

func completionCommand() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "print a completion script for bash, zsh, fish or powershell",
		Example:   "  source <(sitegen completion bash)",
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{"completion takes the name of one shell", usageOf(cmd)}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root, out := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			return usageError{
				fmt.Sprintf("no completion for %q%s", args[0], didYouMean(args[0], shells, "")),
				usageOf(cmd),
			}
		},
	}
}

// noArguments refuses whatever is not a flag.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Sprintf("%s takes no argument %q", cmd.Name(), args[0]), usageOf(cmd)}
	}
	return nil
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, sub := range cmd.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
		}
	}
	return usageError{fmt.Sprintf("unknown command %q%s", name, didYouMean(name, names, "")), "sitegen COMMAND; see sitegen help"}
}

// flagError says in our words what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	msg := err.Error()
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name := unknown.GetSpecifiedName()
		msg = fmt.Sprintf("unknown flag --%s%s", name, didYouMean(name, names, "--"))
	}
	return usageError{msg, usageOf(cmd)}
}

func didYouMean(name string, names []string, prefix string) string {
	near := diag.Nearest(name, names)
	if near == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean %s%s?", prefix, near)
}

// usageOf is the line after "usage:".
func usageOf(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return "sitegen COMMAND; see sitegen help"
	}
	return cmd.Parent().CommandPath() + " " + cmd.Use
}

func writeHelp(w io.Writer, cmd *cobra.Command) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", cmd.CommandPath(), cmd.Short)
	if cmd.Long != "" {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(cmd.Long))
	}
	fmt.Fprintf(&b, "\nUsage:\n  %s\n", strings.TrimSuffix(usageOf(cmd), "; see sitegen help"))
	if cmd.HasSubCommands() {
		b.WriteString("\nCommands:\n")
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				fmt.Fprintf(&b, "  %-12s %s\n", sub.Name(), sub.Short)
			}
		}
	}
	if flags := cmd.LocalFlags().FlagUsages(); flags != "" && !cmd.HasSubCommands() {
		fmt.Fprintf(&b, "\nFlags:\n%s", flags)
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, "\nExample:\n%s\n", cmd.Example)
	}
	io.WriteString(w, b.String())
}
