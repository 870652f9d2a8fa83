import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { Fault } from '../model/fault.ts';
import { findScheme, schemes } from '../versions/all.ts';
import type { VersionScheme } from '../versions/scheme.ts';

/** `plimsoll versions SCHEME A B`: how two versions order. */
export function versions(command: Command): void {
  command
    .argument('<scheme>', `${schemes.map(({ id }) => id).join(', ')}; or another name of one`)
    .argument('[a]', 'a version')
    .argument('[b]', 'the version that it is compared with')
    .addOption(new Option('--stdin', 'read many from standard input, `A B` a line'))
    .addHelpText('after', '\nPrints how A orders against B: before, same, after, or unknown where either cannot be read.')
    .action(async (name: string, a: string | undefined, b: string | undefined, { stdin }: { stdin?: boolean }) => {
      const scheme = getNamedScheme(name);
      if (stdin) return compareLines(scheme);
      if (a === undefined || b === undefined) throw new Fault('usage-wrong', 'two versions are needed, or --stdin');
      process.stdout.write(`${scheme.compare(a, b)}\n`);
    });
}

function getNamedScheme(name: string): VersionScheme {
  const scheme = findScheme(name);
  if (scheme) return scheme;
  throw new Fault('usage-wrong', `\`${name}\` is no version scheme; there are ${schemes.map(({ id }) => id).join(', ')}`);
}

/** One word for every line, in their order, so that callers can join them; a line that is not two versions is `unknown`. */
async function compareLines(scheme: VersionScheme): Promise<void> {
  const answers: string[] = [];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const [a, b, ...rest] = line.trim().split(/\s+/);
    answers.push(a && b && rest.length === 0 ? scheme.compare(a, b) : 'unknown');
  }
  process.stdout.write(answers.map((answer) => `${answer}\n`).join(''));
}
