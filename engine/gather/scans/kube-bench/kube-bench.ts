import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { ScanCheck } from '../../../model/scan.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * kube-bench's JSON: tests that fail, and those that somebody has to look at (WARN).
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
    const checks = reading.objects(controlsOf(document.json), 'Controls').flatMap(({ members, at }) =>
      reading.objects(memberAt(members, 'tests'), `${at}.tests`).flatMap((section) =>
        objectsAt(section.members, 'results').flatMap((result): ScanCheck[] => {
          const status = textAt(result, 'status');
          if (status !== 'FAIL' && status !== 'WARN') return [];
          return [
            {
              id: textAt(result, 'test_number') ?? 'unnamed',
              title: textAt(result, 'test_desc') ?? '',
              severity: 'UNKNOWN',
              subject: textAt(members, 'node_type') ?? '',
              outcome: status === 'FAIL' ? 'failed' : 'manual',
            },
          ];
        }),
      ),
    );
    return reading.finish({ tool: 'kube-bench', kind: 'checks', checks });
  },
});

function controlsOf(json: unknown): unknown {
  return Array.isArray(json) ? json : memberAt(json, 'Controls');
}
