import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { CheckOutcome, ScanCheck } from '../../../model/scan.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * kube-bench's JSON: tests that fail, and those that somebody has to look at (WARN); as outcomes every one. `version` is the benchmark's.
 */
export const kubeBench = Object.freeze<ReportFormat>({
  id: 'kube-bench',
  about: {
    title: 'kube-bench',
    source: 'https://github.com/aquasecurity/kube-bench',
    reads: ['`kube-bench --json`; the bare list of versions before 0.4'],
  },
  recognizes: (json) => {
    const list = controlsOf(json);
    const isControl = (item: unknown) => Array.isArray(memberAt(item, 'tests')) && memberAt(item, 'node_type') !== undefined;
    return Array.isArray(list) && list.length > 0 && list.every(isControl);
  },
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/kube-bench');
    const outcomes = reading
      .objects(controlsOf(document.json), 'Controls')
      .flatMap(({ members, at }) =>
        reading
          .objects(memberAt(members, 'tests'), `${at}.tests`)
          .flatMap((section) => objectsAt(section.members, 'results').map((result) => toOutcome(result, members))),
      );
    const checks = outcomes.flatMap(({ id, title, subject, word }): ScanCheck[] =>
      word === 'FAIL' || word === 'WARN'
        ? [{ id, title, severity: 'UNKNOWN', subject, outcome: word === 'FAIL' ? 'failed' : 'manual' }]
        : [],
    );
    const version = objectsAt({ list: controlsOf(document.json) }, 'list')
      .map((controls) => textAt(controls, 'version'))
      .find(Boolean);
    return reading.finish({ tool: 'kube-bench', version, kind: 'checks', checks, outcomes });
  },
});

/** PASS and FAIL are verdicts; WARN, INFO and whatever was skipped are none. */
function toOutcome(result: unknown, controls: unknown): CheckOutcome {
  const word = textAt(result, 'status') ?? '';
  const isSkipped = textAt(result, 'type') === 'skip';
  return {
    id: textAt(result, 'test_number') ?? 'unnamed',
    title: textAt(result, 'test_desc') ?? '',
    subject: textAt(controls, 'node_type') ?? '',
    outcome: isSkipped ? 'not-checked' : word === 'PASS' ? 'passed' : word === 'FAIL' ? 'failed' : 'not-checked',
    word,
  };
}

function controlsOf(json: unknown): unknown {
  return Array.isArray(json) ? json : memberAt(json, 'Controls');
}
