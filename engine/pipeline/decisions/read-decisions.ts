import { findFiles } from '../../gather/sources/find-files.ts';
import type { SourceFiles } from '../../gather/sources/ports.ts';
import { decisionsUnit } from '../../judge/triage/decisions/decision-gaps.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { isIgnoreFile, readIgnoreFile } from './ignore-files/read-ignore-file.ts';
import { readExceptions } from './read-exceptions.ts';
import { readVexFile } from './read-vex-file.ts';

/**
 * The exceptions and statements that a configuration names, in the order that they count: files by pattern and name, entries as they stand.
 *
 * gaps    exceptions-missing, vex-missing: a pattern leads to no file; exception-twice: an id that another exception has, which is left out;
 *         those of each file
 */
export function readDecisions(
  { exceptions, vex }: Pick<Configuration, 'exceptions' | 'vex'>,
  files: SourceFiles,
): Reading<TriageDecision> {
  const read = [
    ...(exceptions?.files ?? []).map((pattern) =>
      readPattern(pattern, files, { what: 'exceptions', ofKind: /\.ya?ml$/i, read: readAny }),
    ),
    ...(vex ?? []).map((pattern) => readPattern(pattern, files, { what: 'vex', ofKind: /\.(?:json|xml)$/i, read: readVexFile })),
  ];
  const items: TriageDecision[] = [];
  const gaps: Gap[] = read.flatMap((one) => one.gaps);
  const places = new Map<string, TriageDecision>();
  for (const item of read.flatMap((one) => one.items)) {
    const other = places.get(item.id);
    if (other) gaps.push(twice(item, other));
    else items.push(item);
    if (!other) places.set(item.id, item);
  }
  return { items, gaps };
}

interface FileKind {
  readonly what: 'exceptions' | 'vex';
  /** Which names count in a folder. */
  readonly ofKind: RegExp;
  readonly read: (text: string, file: string) => Reading<TriageDecision>;
}

function readPattern(pattern: string, files: SourceFiles, { what, ofKind, read }: FileKind): Reading<TriageDecision> {
  const found = findFiles(pattern, files, ofKind).files;
  const gap = (code: string, detail: string, path = pattern): Gap => ({ code, unit: decisionsUnit, path, detail });
  if (found.length === 0) return { items: [], gaps: [gap(`${what}-missing`, 'leads to no file')] };
  const readings = found.map((path) => {
    const text = files.readText(path);
    return text === undefined ? { items: [], gaps: [gap(`${what}-missing`, 'cannot be read', path)] } : read(text, path);
  });
  return { items: readings.flatMap(({ items }) => items), gaps: readings.flatMap(({ gaps }) => gaps) };
}

function readAny(text: string, file: string): Reading<TriageDecision> {
  return isIgnoreFile(file) ? readIgnoreFile(text, file) : readExceptions(text, file);
}

function twice(item: TriageDecision, other: TriageDecision): Gap {
  const place = other.line === undefined ? other.file : `${other.file}:${other.line}`;
  return {
    code: 'exception-twice',
    unit: decisionsUnit,
    path: item.file,
    ...(item.line !== undefined && { line: item.line }),
    detail: `${item.id} is the id of another exception, ${place}; the later one is left out`,
  };
}
