import type { Command } from 'commander';
import { Fault } from '../model/fault.ts';
import { buildProgram } from './command-line.ts';
import { writeOutput } from './write-output.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** `plimsoll completion SHELL`: prints a script that completes commands, options and their choices. */
export function completion(command: Command): void {
  command
    .argument('<shell>', shells.join(', '))
    .addHelpText(
      'after',
      '\nbash: source <(plimsoll completion bash)\nzsh:  plimsoll completion zsh > a file named _plimsoll in your fpath\nfish: plimsoll completion fish | source',
    )
    .action(async (shell: string) => {
      const write = writers[shell as (typeof shells)[number]];
      if (!write) throw new Fault('usage-wrong', `\`${shell}\` is not one of ${shells.join(', ')}`);
      writeOutput(undefined, write(toWords(await buildProgram('0'))));
    });
}

/** A command with the words that may follow it. */
interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly { readonly flag: string; readonly summary: string }[];
  readonly nested: readonly string[];
}

function toWords(program: Command): readonly CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    options: optionsOf(command),
    nested: command.commands.map((nested) => nested.name()),
  }));
}

/** Its own, and those of the commands below it; each once. */
function optionsOf(command: Command): CommandWords['options'] {
  const all = [command, ...command.commands].flatMap(({ options }) => options);
  return [
    ...new Map(all.flatMap(({ long, description }) => (long ? [[long, { flag: long, summary: description }]] : []))).values(),
  ];
}

const writers: Readonly<Record<(typeof shells)[number], (words: readonly CommandWords[]) => string>> = {
  bash: (words) => `_plimsoll() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=""
  case "\${COMP_WORDS[1]}" in
${words.map(({ name, options, nested }) => `    ${name}) words="${[...nested, ...options.map(({ flag }) => flag)].join(' ')}" ;;`).join('\n')}
  esac
  [ "$COMP_CWORD" = 1 ] && words="${words.map(({ name }) => name).join(' ')}"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _plimsoll plimsoll
`,
  zsh: (words) => `#compdef plimsoll
if (( CURRENT == 2 )); then
  _values command ${words.map(({ name, summary }) => `'${name}[${plain(summary)}]'`).join(' ')}
  return
fi
case "\${words[2]}" in
${words.map(({ name, options, nested }) => `  ${name}) _arguments '*:file:_files' ${[...nested.map((word) => `'${word}'`), ...options.map(({ flag, summary }) => `'${flag}[${plain(summary)}]'`)].join(' ')} ;;`).join('\n')}
esac
`,
  fish: (words) =>
    words
      .flatMap(({ name, summary, options, nested }) => [
        `complete -c plimsoll -n __fish_use_subcommand -a ${name} -d '${plain(summary)}'`,
        ...nested.map((word) => `complete -c plimsoll -n '__fish_seen_subcommand_from ${name}' -a ${word}`),
        ...options.map(
          ({ flag, summary: text }) =>
            `complete -c plimsoll -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d '${plain(text)}'`,
        ),
      ])
      .join('\n')
      .concat('\n'),
};

/** Quotes and brackets would end the word in the shell. */
function plain(text: string): string {
  return text.replace(/['[\]:]/g, '');
}
