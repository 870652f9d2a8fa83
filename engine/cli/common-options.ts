import { type Command, InvalidArgumentError, Option } from 'commander';
import { Fault } from '../model/fault.ts';

/** What the options that mean the same everywhere are read into. */
export interface CommonOptions {
  readonly config?: string;
  readonly format: string;
  readonly output?: string;
  readonly offline?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/**
 * Adds the options that mean the same everywhere.
 *
 * in      the formats that this command writes, the default first
 */
export function addCommonOptions(command: Command, formats: readonly string[]): Command {
  const [standard = 'terminal'] = formats;
  return command
    .addOption(environment(new Option('-f, --format <format>', 'form of the output').choices([...formats]).default(standard)))
    .addOption(environment(new Option('-o, --output <file>', 'write to a file instead of stdout')))
    .addOption(environment(new Option('-q, --quiet', 'say nothing but errors on stderr')))
    .addOption(environment(new Option('-v, --verbose', 'say on stderr what is done')))
    .addOption(new Option('--no-color', 'no colors; NO_COLOR does the same'));
}

/** What commands judge that read resources, for `command.argument`. */
export const subjectArgument = [
  '[subject...]',
  'a release record, or kustomizations, charts or manifests; without one, the configuration',
] as const;

/**
 * Adds the options of commands that read a release: those of all, of its configuration, and of the state of the repository.
 *
 * in      the formats that this command writes, the default first
 */
export function addReleaseOptions(command: Command, formats: readonly string[]): Command {
  return addConfigurationOptions(addCommonOptions(command, formats)).addOption(
    environment(
      new Option('--at <reference>', 'read the sources as they are at a Git tag, branch or commit; the work tree stays as it is'),
    ),
  );
}

/** Adds the options of commands that read a configuration. */
export function addConfigurationOptions(command: Command): Command {
  return command
    .addOption(
      environment(new Option('-c, --config <file>', 'configuration').default(undefined, 'plimsoll.yaml, in this folder')),
    )
    .addOption(environment(new Option('--offline', 'contact no network: registries are not asked')))
    .addOption(environment(new Option('--product <name>', 'name of the product, where there is no configuration')))
    .addOption(environment(new Option('--release-version <version>', 'version of the release; goes before the configuration')));
}

/** What `addTenantOptions` reads. */
export interface TenantOptions {
  readonly tenants?: readonly string[];
  readonly namespace?: string;
}

/** Adds the options of commands that ask whose namespaces are. */
export function addTenantOptions(command: Command): Command {
  const tenants = 'namespaces that belong to tenants: `team-*`, or by a label `example.com/team=*`';
  return command
    .addOption(environment(new Option('--tenants <pattern...>', tenants)))
    .addOption(environment(new Option('--namespace <name>', 'where what names no namespace is installed')));
}

/** Lets `PLIMSOLL_NAME` set an option. */
export function environment(option: Option): Option {
  return option.env(`PLIMSOLL_${option.name().replaceAll('-', '_').toUpperCase()}`);
}

/** Adds the option of commands that can take the advisories as they stood at a date. */
export function addAsOfOption(command: Command): Command {
  const about = 'count the advisories that were published by this date and not withdrawn by then';
  return command.addOption(environment(new Option('--as-of <date>', about).argParser(parseDay)));
}

/** A moment as `parseMoment` reads it, but a date is its end: what was published on that day counts. */
function parseDay(text: string): string {
  return parseMoment(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text);
}

/** A moment: ISO 8601 with a zone, or a date, which is its beginning in UTC. */
export function parseMoment(text: string): string {
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(moment.getTime()) || !/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:?\d{2}))?$/.test(text)) {
    throw new InvalidArgumentError('write 2026-01-31 or 2026-01-31T12:00:00Z.');
  }
  return toSecond(moment);
}

/**
 * The time that a release is judged at: `--now`, else SOURCE_DATE_EPOCH, else the clock.
 *
 * faults  usage-wrong: SOURCE_DATE_EPOCH is not a number of seconds
 */
export function judgingTime(now: string | undefined): string {
  if (now) return now;
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (epoch === undefined || epoch === '') return toSecond(new Date());
  if (!/^\d{1,12}$/.test(epoch))
    throw new Fault('usage-wrong', `SOURCE_DATE_EPOCH is \`${epoch}\`, which is not a number of seconds since 1970`);
  return toSecond(new Date(Number(epoch) * 1000));
}

function toSecond(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Whether stdout shows colors: a terminal, no `--no-color`, no NO_COLOR (https://no-color.org); FORCE_COLOR insists. */
export function wantsColor(options: Pick<CommonOptions, 'color' | 'output'>): boolean {
  if (!options.color || process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return true;
  return options.output === undefined && process.stdout.isTTY === true;
}
