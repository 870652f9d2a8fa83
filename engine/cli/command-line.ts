import { Command, CommanderError, Help } from 'commander';
import { Fault } from '../model/fault.ts';
import { commands } from './commands.ts';

/**
 * Parses the command line and runs the command that it names; only that command's file is loaded.
 *
 * in      arguments behind the program's name; the engine's version
 * faults  usage-wrong: unknown command, option or argument; and those of the command
 */
export async function runCommandLine(args: readonly string[], version: string): Promise<void> {
  const program = await buildProgram(version, args);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    if (error.code === 'commander.help') throw new Fault('usage-wrong', 'no command was given');
    throw new Fault('usage-wrong', error.message.replace(/^error: /, ''));
  }
}

/**
 * The program with its commands.
 *
 * in      `args` says which command is wanted, so that only its options are loaded; without, all are (completion, reference)
 */
export async function buildProgram(version: string, args?: readonly string[]): Promise<Command> {
  const program = new Command('plimsoll')
    .description(
      'From the manifests of a Kubernetes distribution to one release record: what ships, what is wrong with it, and how we know.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', closing);
  quiet(program);
  const named = new Set(args?.filter((word) => !word.startsWith('-')));
  for (const entry of commands) {
    const command = program
      .command(entry.name)
      .summary(entry.summary)
      .description(`${entry.summary[0]?.toUpperCase()}${entry.summary.slice(1)}.`);
    quiet(command);
    if (!args || named.has(entry.name)) (await entry.load())(command);
    else command.allowUnknownOption().allowExcessArguments();
    for (const nested of command.commands) quiet(nested);
  }
  return program;
}

const closing = `
Exit codes: 0 done · 1 the gate says no · 2 usage, configuration or operation failed · 3 done, but something could not be read or decided · 70 a bug.
Every option can be set in the environment: --config is PLIMSOLL_CONFIG, and so on.
Start with: plimsoll images PATH`;

/** Errors are ours to print: one sentence, one help line. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {}, getErrHasColors: () => false });
  command.configureHelp({ sortOptions: false, optionTerm: (option) => Help.prototype.optionTerm(option) });
}
