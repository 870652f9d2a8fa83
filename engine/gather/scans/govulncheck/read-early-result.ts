import { isObject, type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanReading } from '../report-format.ts';
import type { PlacedMembers, ReadingInProgress } from '../start-reading.ts';
import { draftOf, nameModule } from './draft-finding.ts';

/** Whether a document is the one object that govulncheck wrote before it had a stream of messages. */
export function isEarlyResult(json: unknown): boolean {
  return isObject(json) && ['Calls', 'Imports', 'Modules', 'Requires', 'Vulns'].every((name) => name in json);
}

/**
 * Reads such an object. It speaks of a vulnerability in a module once for every symbol; these are one row.
 *
 * source  golang.org/x/vuln v0.0.0, vulncheck.Result
 */
export function readEarlyResult(json: unknown, reading: ReadingInProgress): ScanReading {
  const modules = new Map(valuesOf(json).map((module) => [textAt(module, 'Path'), module]));
  const found = Map.groupBy(reading.objects(memberAt(json, 'Vulns'), 'Vulns'), ({ members }) =>
    JSON.stringify([textAt(members, 'OSV', 'id'), textAt(members, 'ModPath')]),
  );
  const rows = [...found.values()].flatMap(([first]) => (first ? [reading.row(first.at, toDraft(first, modules))] : []));
  return reading.finish({ tool: 'govulncheck', kind: 'vulnerabilities', rows });
}

/** Modules by number; a replaced one is what replaces it. */
function valuesOf(json: unknown): readonly Members[] {
  const modules = memberAt(json, 'Modules', 'Modules') ?? memberAt(json, 'Modules');
  return isObject(modules) ? Object.values(modules).filter(isObject) : [];
}

function toDraft({ members }: PlacedMembers, modules: ReadonlyMap<string | undefined, Members>) {
  const record = memberAt(members, 'OSV');
  const name = textAt(members, 'ModPath');
  const fixed = objectsAt(record, 'affected')
    .filter((affected) => textAt(affected, 'package', 'name') === name)
    .flatMap((affected) => objectsAt(affected, 'ranges'))
    .flatMap((range) => objectsAt(range, 'events'))
    .flatMap((event) => textAt(event, 'fixed') ?? []);
  return draftOf({
    id: textAt(record, 'id'),
    record: isObject(record) ? record : undefined,
    module: nameModule(name, textAt(modules.get(name), 'Version')),
    fixedIn: fixed,
  });
}
