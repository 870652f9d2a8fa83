import type { Renderer } from '../report.ts';
import { toSarifLog } from '../sarif-log.ts';

/**
 * The findings as SARIF 2.1.0, for code scanning; suppressed ones are in it, as suppressed.
 *
 * out     one JSON document, two spaces of indentation, a line end
 */
export const sarif = Object.freeze<Renderer>({
  id: 'sarif',
  render: ({ release }) => `${JSON.stringify(toSarifLog(release, release.findings), null, 2)}\n`,
});
