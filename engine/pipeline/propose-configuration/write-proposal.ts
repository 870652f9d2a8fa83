import type { Proposal, ProposedComponent } from './propose-configuration.ts';
import type { ProposedSource } from './propose-sources.ts';

/** Entries that are only offered; a longer list explains nothing. */
const mostOffered = 40;

/**
 * A proposal as a file for people: each line has its reason above it or beside it, and what is only offered is a comment.
 */
export function writeProposal({ facts, sources, components, unread }: Proposal): string {
  const names = new Map(components.flatMap(({ name, sources: indexes }) => indexes.map((index) => [index, name] as const)));
  const entries = [...sources.entries()].map(([index, source]) => ({ ...source, component: names.get(index) }));
  const offered = [
    ...Map.groupBy(
      entries.filter(({ isActive }) => !isActive),
      ({ why }) => why,
    ).values(),
  ];
  return [
    '# Proposed by `plimsoll init`. Read it once: what is wrong here is wrong in every report.',
    '# Then `plimsoll images` lists every image that these sources ship, and where each is stated.',
    ...(unread === undefined ? [] : [`# Not all was seen: ${oneLine(unread)}.`]),
    '',
    '# What is released; from the name of the repository.',
    `product: ${scalar(facts.name)}`,
    ...versionLines(facts.version),
    '',
    '# Where the release states what it installs. Paths are relative to this file.',
    'sources:',
    ...sourceLines(entries.filter(({ isActive }) => isActive)),
    ...(offered.length > 0 ? ['', '  # Not read as it stands; take the # away from what the release installs too.'] : []),
    ...offered.flatMap((group) => [
      ...sourceLines(group.slice(0, mostOffered)).map(asComment),
      ...(group.length > mostOffered ? [`  # … and ${group.length - mostOffered} more.`] : []),
    ]),
    ...componentLines(components),
    '',
  ].join('\n');
}

function versionLines(version: string | undefined): readonly string[] {
  return version === undefined
    ? ['# There is no Git tag that gives the version; name it here or with --release-version.', '# version: 1.0.0']
    : [
        `# The version comes from the Git tag, at present ${oneLine(version)}; a line here goes before it.`,
        `# version: ${scalar(version)}`,
      ];
}

/** Entries that have one reason share it. */
function sourceLines(entries: readonly (ProposedSource & { readonly component: string | undefined })[]): readonly string[] {
  return entries.flatMap(({ kind, at, fields, why, component }, index) => [
    ...(why === entries[index - 1]?.why ? [] : [`  # ${why.charAt(0).toUpperCase()}${oneLine(why.slice(1))}.`]),
    `  - ${kind}: ${scalar(at)}`,
    ...fields.map(([name, value]) => `    ${name}: ${scalar(value)}`),
    ...(component === undefined ? [] : [`    component: ${scalar(component)}`]),
  ]);
}

/** Taking `# ` away makes the line an entry. */
function asComment(line: string): string {
  return line.replace(/^ {2}(?!# )/, '  # ');
}

function componentLines(components: readonly ProposedComponent[]): readonly string[] {
  const [proposed, offered] = [components.filter(({ isOffered }) => !isOffered), components.filter(({ isOffered }) => isOffered)];
  if (components.length === 0)
    return ['', '# Owners are read from OWNERS and CODEOWNERS files and from charts; `components:` names parts of your own.'];
  return [
    '',
    '# Whose the parts are, and how much they matter: core, add-on, optional, example or test.',
    '# An `owner:` here goes before OWNERS and CODEOWNERS files, which are read as they are.',
    proposed.length > 0 ? 'components:' : '# components:',
    ...proposed.flatMap(componentEntry),
    ...offered.flatMap(componentEntry).map(asComment),
  ];
}

function componentEntry({ name, owners, statedIn, tier }: ProposedComponent): readonly string[] {
  const named = owners.slice(0, 5).join(', ') + (owners.length > 5 ? ` and ${owners.length - 5} more` : '');
  const owned = owners.length === 0 ? 'No OWNERS or CODEOWNERS names anybody; add `owner: NAME`' : `${statedIn} names ${named}`;
  const [owner] = owners.length === 1 ? owners : [];
  const fields = [...(owner === undefined ? [] : [`owner: ${scalar(owner)}`]), `tier: ${tier ?? 'core'}`];
  const why = tier === undefined ? '' : `; ${tier} by its path`;
  return [`  # ${oneLine(owned + why)}.`, `  ${scalar(name)}: { ${fields.join(', ')} }`];
}

/** A YAML scalar that is this text and nothing else. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain
    ? text
    : JSON.stringify(text).replace(
        /[\u007f-\u009f\u2028\u2029\ufeff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}

/** Names of files may hold anything; a comment ends with its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\ufeff]+/gu, ' ');
}
