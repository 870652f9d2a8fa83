import { isObject, type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ListedPackage, ScanRow } from '../../../model/scan.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { type PlacedMembers, type RowDraft, startReading } from '../start-reading.ts';
import { draftOf, nameModule } from './draft-finding.ts';
import { isEarlyResult, readEarlyResult } from './read-early-result.ts';

/**
 * The stream of messages that govulncheck writes. It speaks of one vulnerability in one module up to three times, as it learns
 * whether the module, the package and the symbol are used; these are one row.
 */
export const govulncheck = Object.freeze<ReportFormat>({
  id: 'govulncheck',
  about: {
    title: 'govulncheck',
    source: 'https://pkg.go.dev/golang.org/x/vuln/internal/govulncheck',
    reads: [
      '`govulncheck -format json`; its SARIF and OpenVEX output are read as these',
      '`govulncheck -json` of versions before 1.0',
    ],
    limits: ['which symbol is called'],
  },
  recognizes: (json) => {
    const [first] = Array.isArray(json) ? json : [json];
    return textAt(first, 'config', 'protocol_version') !== undefined || isEarlyResult(json);
  },
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/govulncheck');
    if (isEarlyResult(json)) return readEarlyResult(json, reading);
    const messages = reading.objects(Array.isArray(json) ? json : [json], 'messages');
    const config = messages.map(({ members }) => memberAt(members, 'config')).find(isObject);
    const records = new Map(
      messages.flatMap(({ members }) => {
        const record = memberAt(members, 'osv');
        return isObject(record) ? [[textAt(record, 'id') ?? '', record] as const] : [];
      }),
    );
    const found = Map.groupBy(
      messages.filter(({ members }) => isObject(memberAt(members, 'finding'))),
      keyOf,
    );
    const rows = [...found.values()].flatMap(([first]): ScanRow[] => {
      if (!first) return [];
      const finding = memberAt(first.members, 'finding') as Members;
      return [reading.row(first.at, toDraft(finding, records.get(textAt(finding, 'osv') ?? '')))];
    });
    return reading.finish({
      tool: 'govulncheck',
      version: textAt(config, 'scanner_version'),
      kind: 'vulnerabilities',
      rows,
      packages: modulesOf(messages),
      databaseAt: textAt(config, 'db_last_modified'),
    });
  },
});

function keyOf({ members }: PlacedMembers): string {
  const module = objectsAt(members, 'finding', 'trace')[0];
  return JSON.stringify([textAt(members, 'finding', 'osv'), textAt(module, 'module'), textAt(module, 'version')]);
}

function toDraft(finding: Members, record: Members | undefined): RowDraft {
  const [module] = objectsAt(finding, 'trace');
  const fixed = textAt(finding, 'fixed_version');
  return draftOf({
    id: textAt(finding, 'osv'),
    record,
    module: nameModule(textAt(module, 'module'), textAt(module, 'version')),
    fixedIn: fixed ? [fixed] : [],
  });
}

function modulesOf(messages: readonly PlacedMembers[]): readonly ListedPackage[] | null {
  const modules = messages.flatMap(({ members }) => objectsAt(members, 'SBOM', 'modules'));
  const named = modules.flatMap((module) => nameModule(textAt(module, 'path'), textAt(module, 'version')) ?? []);
  return named.length > 0 ? named.map((item) => ({ ...item, image: null })) : null;
}
