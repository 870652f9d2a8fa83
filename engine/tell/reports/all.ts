import type { RendererEntry } from './report.ts';

/** Every renderer of `plimsoll report`. `all.test.ts` fails if a folder is missing here. */
export const renderers: readonly RendererEntry[] = [
  {
    id: 'json',
    format: 'json',
    about: { title: 'JSON for programs; its schema is docs/reference/schemas/report.json' },
    load: async () => (await import('./json/json.ts')).json,
  },
  {
    id: 'markdown',
    format: 'md',
    about: { title: 'Markdown, for a release page or the minutes of a meeting', source: 'https://github.github.com/gfm/' },
    load: async () => (await import('./markdown/markdown.ts')).markdown,
  },
  {
    id: 'terminal',
    format: 'terminal',
    about: { title: 'Tables for a terminal' },
    load: async () => (await import('./terminal/terminal.ts')).terminal,
  },
  {
    id: 'csv',
    format: 'csv',
    about: { title: 'CSV, one row for each finding; formulas are escaped', source: 'https://www.rfc-editor.org/rfc/rfc4180' },
    load: async () => (await import('./csv/csv.ts')).csv,
  },
  {
    id: 'sarif',
    format: 'sarif',
    about: {
      title: 'SARIF 2.1.0, for code scanning; a rule for each vulnerability, a result for each finding',
      source: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
    },
    load: async () => (await import('./sarif/sarif.ts')).sarif,
  },
  {
    id: 'junit',
    format: 'junit',
    about: {
      title: 'JUnit XML; an image is a suite, a finding a failed case',
      source:
        'https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd',
    },
    load: async () => (await import('./junit/junit.ts')).junit,
  },
  {
    id: 'gitlab',
    format: 'gitlab',
    about: {
      title: 'Container scanning report of GitLab, schema 15.0.7',
      source: 'https://gitlab.com/gitlab-org/security-products/security-report-schemas',
    },
    load: async () => (await import('./gitlab/gitlab.ts')).gitlab,
  },
  {
    id: 'github',
    format: 'github',
    about: {
      title: 'Annotations of GitHub Actions, one for each image',
      source: 'https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions',
    },
    load: async () => (await import('./github/github.ts')).github,
  },
  {
    id: 'github',
    format: 'github-summary',
    about: {
      title: 'Job summary of GitHub Actions, for $GITHUB_STEP_SUMMARY',
      source: 'https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions',
    },
    load: async () => (await import('./github/github-summary.ts')).githubSummary,
  },
  {
    id: 'prometheus',
    format: 'prometheus',
    about: {
      title: 'Figures for Prometheus, with bounded labels',
      source: 'https://prometheus.io/docs/instrumenting/exposition_formats/',
    },
    load: async () => (await import('./prometheus/prometheus.ts')).prometheus,
  },
  {
    id: 'licenses',
    format: 'licenses',
    about: {
      title: 'Licenses of the release and of each image as Markdown, the unknown counted',
      source: 'https://spdx.org/licenses/',
    },
    load: async () => (await import('./licenses/licenses.ts')).licenses,
  },
  {
    id: 'licenses',
    format: 'licenses-csv',
    about: { title: 'Licenses as CSV, one row for each license of each image' },
    load: async () => (await import('./licenses/licenses.ts')).licensesCsv,
  },
  {
    id: 'licenses',
    format: 'licenses-json',
    about: { title: 'Licenses for programs; the schema is docs/reference/schemas/licenses.json' },
    load: async () => (await import('./licenses/licenses.ts')).licensesJson,
  },
];
