import type { Command } from 'commander';

/** What may follow the words of a command, as `dlq redrive`. The program itself has no words. */
type Place = { readonly words: string; readonly next: readonly string[]; readonly choices: Choices };
/** Values by the option that they follow. */
type Choices = ReadonlyMap<string, readonly string[]>;

/**
 * A script for bash, and for zsh by its bashcompinit. It defines `ops`, which runs the command line, and completes it. It is
 * made from the program, so it has all of its commands and options.
 */
export const renderCompletion = (program: Command, shell: 'bash' | 'zsh'): string => {
  const places = placesOf(program, '');
  return [
    ...(shell === 'zsh'
      ? ['autoload -U +X compinit && compinit', 'autoload -U +X bashcompinit && bashcompinit']
      : []),
    'ops() { npm run --silent ops -- "$@"; }',
    '_ops() {',
    '  local place="" word at next=""',
    '  for ((at = 1; at < COMP_CWORD; at++)); do',
    '    word="${COMP_WORDS[at]}"',
    '    case "$place $word" in',
    `      ${places.flatMap(({ words }) => (words === '' ? [] : [`"${words}"`])).join('|')}) place="$place $word" ;;`,
    '    esac',
    '  done',
    '  case "$place ${COMP_WORDS[COMP_CWORD-1]}" in',
    ...places.flatMap(({ words, choices }) =>
      [...choices].map(([option, values]) => `    "${words} ${option}") next="${values.join(' ')}" ;;`),
    ),
    '    *)',
    '      case "$place" in',
    ...places.map(({ words, next }) => `        "${words}") next="${next.join(' ')}" ;;`),
    '      esac ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$next" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _ops ops',
  ].join('\n');
};

const placesOf = (command: Command, words: string): Place[] => [
  { words, next: nextOf(command), choices: choicesOf(command) },
  ...command.commands.flatMap((child) => placesOf(child, `${words} ${child.name()}`)),
];

const nextOf = ({ commands, options, registeredArguments }: Command): string[] => [
  ...commands.map((child) => child.name()),
  ...registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  ...options.flatMap(({ long }) => long ?? []),
  '--help',
];

const choicesOf = ({ options }: Command): Choices =>
  new Map(
    options.flatMap(({ long, argChoices }) => (long && argChoices ? [[long, argChoices] as const] : [])),
  );
