import { isSuppressed } from '../finding-places.ts';
import { toGitlabReport } from '../gitlab-report.ts';
import type { Renderer } from '../report.ts';

/**
 * The findings for GitLab's vulnerability report, without those that a statement or exception takes out.
 *
 * out     one JSON document, two spaces of indentation, a line end
 */
export const gitlab = Object.freeze<Renderer>({
  id: 'gitlab',
  render: ({ release, totals }) => {
    const shown = release.findings.filter((finding) => !isSuppressed(finding));
    return `${JSON.stringify(toGitlabReport(release, shown, totals), null, 2)}\n`;
  },
});
