import type { Command } from 'commander';
import { buildProgram } from '../../engine/cli/command-line.ts';

/**
 * docs/reference/commands.md, from the commands' own help.
 */
export async function commandsPage(): Promise<string> {
  const program = await buildProgram('0');
  const sections = program.commands.flatMap((command) => [
    section(command),
    ...command.commands.map((nested) => section(nested)),
  ]);
  return ['# Commands', '<!-- Written by `npm run docs` from the code; edit the code. -->', block(program), ...sections]
    .join('\n\n')
    .concat('\n');
}

function section(command: Command): string {
  const name = command.parent?.name() === 'plimsoll' ? command.name() : `${command.parent?.name()} ${command.name()}`;
  return `## ${name}\n\n${block(command)}`;
}

function block(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 110,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
