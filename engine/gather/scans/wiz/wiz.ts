import { isObject, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanCheck } from '../../../model/scan.ts';
import { toVersions } from '../fix-state.ts';
import { oneImage } from '../name-image.ts';
import { namePackage } from '../name-package.ts';
import { rateWord, state } from '../rate.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

const lists = ['osPackages', 'libraries', 'applications'] as const;

/**
 * What wizcli writes of an image or a folder.
 *
 * gaps    scan-failed (a state other than success), those of the family
 */
export const wiz = Object.freeze<ReportFormat>({
  id: 'wiz',
  about: {
    title: 'Wiz',
    source: 'https://docs.wiz.io/wiz-docs/docs/wiz-cli-overview',
    reads: [
      '`wizcli docker scan -f json` and `wizcli dir scan -f json`; secrets as checks',
      '`wizcli iac scan -f json`, as checks',
    ],
  },
  recognizes: (json) =>
    isObject(memberAt(json, 'result')) &&
    (memberAt(json, 'scanOriginResource') !== undefined || /^CICD/.test(textAt(json, 'result', '__typename') ?? '')) &&
    [...lists, 'analytics', 'ruleMatches', 'secrets'].some((list) => memberAt(json, 'result', list) !== undefined),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/wiz');
    const status = textAt(json, 'status', 'state');
    if (status !== undefined && status !== 'SUCCESS') reading.gap('scan-failed', `the scan ended in the state ${status}`);
    const origin = memberAt(json, 'scanOriginResource');
    const isImage = /Image/.test(textAt(origin, '__typename') ?? '');
    const images = isImage ? oneImage({ name: textAt(origin, 'name'), digests: [textAt(origin, 'digest')] }) : [];
    const rows = lists.flatMap((list) =>
      reading.objects(memberAt(json, 'result', list), `result.${list}`).flatMap(({ members, at }) => {
        const named = namePackage({
          name: textAt(members, 'name'),
          version: textAt(members, 'version'),
          path: textAt(members, 'path'),
          layer: textAt(members, 'layerMetadata', 'id'),
        });
        return reading.objects(memberAt(members, 'vulnerabilities'), `${at}.vulnerabilities`).map((row) =>
          reading.row(row.at, {
            image: images.length > 0 ? 0 : null,
            ids: [textAt(row.members, 'name')],
            packages: [named],
            severity: rateWord(textAt(row.members, 'severity')),
            severities: state('wiz', { score: numberAt(row.members, 'score') }),
            fixedIn: toVersions(textAt(row.members, 'fixedVersion')),
          }),
        );
      }),
    );
    const isOfPackages = lists.some((list) => memberAt(json, 'result', list) !== undefined);
    const checks = [...secretsOf(json), ...matchesOf(json)];
    return reading.finish({ tool: 'wiz', kind: isOfPackages ? 'vulnerabilities' : 'checks', images, rows, checks });
  },
});

/** Every place where a rule found something. */
function matchesOf(json: unknown): readonly ScanCheck[] {
  return objectsAt(json, 'result', 'ruleMatches').flatMap((rule) =>
    objectsAt(rule, 'matches').map((match) => ({
      id: textAt(rule, 'rule', 'id') ?? 'unnamed',
      title: textAt(rule, 'rule', 'name') ?? '',
      severity: rateWord(textAt(rule, 'severity')),
      subject: [textAt(match, 'fileName'), textAt(match, 'resourceName')].filter(Boolean).join(' '),
      outcome: 'failed',
    })),
  );
}

function secretsOf(json: unknown): readonly ScanCheck[] {
  return objectsAt(json, 'result', 'secrets').map((secret) => ({
    id: textAt(secret, 'type') ?? 'secret',
    title: textAt(secret, 'description') ?? '',
    severity: rateWord(textAt(secret, 'severity')),
    subject: textAt(secret, 'path') ?? '',
    outcome: 'failed',
  }));
}
