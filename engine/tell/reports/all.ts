import type { RendererEntry } from './report.ts';

/** Every renderer of `plimsoll report`. `all.test.ts` fails if a folder is missing here. */
export const renderers: readonly RendererEntry[] = [
  {
    id: 'json',
    format: 'json',
    file: 'report.json',
    about: { title: 'JSON for programs; its schema is docs/reference/schemas/report.json' },
    load: async () => (await import('./json/json.ts')).json,
  },
  {
    id: 'markdown',
    format: 'md',
    file: 'report.md',
    about: { title: 'Markdown, for a release page or the minutes of a meeting', source: 'https://github.github.com/gfm/' },
    load: async () => (await import('./markdown/markdown.ts')).markdown,
  },
  {
    id: 'html',
    format: 'html',
    file: 'report.html',
    about: { title: 'One page for a browser: charts, tables to filter and sort; readable offline' },
    needs: ['details'],
    load: async () => (await import('./html/html.ts')).html,
  },
  {
    id: 'xlsx',
    format: 'xlsx',
    file: 'report.xlsx',
    about: {
      title: 'Workbook: a row for each image, finding and gap',
      source: 'https://ecma-international.org/publications-and-standards/standards/ecma-376/',
    },
    needs: ['details'],
    load: async () => (await import('./xlsx/xlsx.ts')).xlsx,
  },
  {
    id: 'status',
    format: 'status',
    file: 'status.md',
    about: { title: 'Section for a meeting: what moved and why, images, remediation, exceptions, next actions' },
    needs: ['plan'],
    load: async () => (await import('./status/status.ts')).status,
  },
  {
    id: 'agenda',
    format: 'agenda',
    file: 'agenda.md',
    about: { title: 'What each owner has to do, the most urgent first' },
    load: async () => (await import('./agenda/agenda.ts')).agenda,
  },
  {
    id: 'component',
    format: 'component',
    file: 'components.md',
    about: { title: 'One page for each component: images, findings, what to do' },
    needs: ['details'],
    load: async () => (await import('./component/component.ts')).component,
  },
  {
    id: 'release-notes',
    format: 'release-notes',
    file: 'release-notes.md',
    about: { title: 'Vulnerabilities fixed since an older release, and known in this one' },
    needs: ['against'],
    load: async () => (await import('./release-notes/release-notes.ts')).releaseNotes,
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
    file: 'report.csv',
    about: { title: 'CSV, one row for each finding; formulas are escaped', source: 'https://www.rfc-editor.org/rfc/rfc4180' },
    load: async () => (await import('./csv/csv.ts')).csv,
  },
  {
    id: 'sarif',
    format: 'sarif',
    file: 'report.sarif',
    about: {
      title: 'SARIF 2.1.0, for code scanning; a rule for each vulnerability, a result for each finding',
      source: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html',
    },
    load: async () => (await import('./sarif/sarif.ts')).sarif,
  },
  {
    id: 'junit',
    format: 'junit',
    file: 'junit.xml',
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
    file: 'gl-container-scanning-report.json',
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
    file: 'report.prom',
    about: {
      title: 'Figures for Prometheus, with bounded labels',
      source: 'https://prometheus.io/docs/instrumenting/exposition_formats/',
    },
    needs: ['licenses'],
    load: async () => (await import('./prometheus/prometheus.ts')).prometheus,
  },
  {
    id: 'licenses',
    format: 'licenses',
    file: 'licenses.md',
    about: {
      title: 'Licenses of the release and of each image as Markdown, the unknown counted',
      source: 'https://spdx.org/licenses/',
    },
    needs: ['licenses'],
    load: async () => (await import('./licenses/licenses.ts')).licenses,
  },
  {
    id: 'licenses',
    format: 'licenses-csv',
    file: 'licenses.csv',
    about: { title: 'Licenses as CSV, one row for each license of each image' },
    needs: ['licenses'],
    load: async () => (await import('./licenses/licenses.ts')).licensesCsv,
  },
  {
    id: 'licenses',
    format: 'licenses-json',
    file: 'licenses.json',
    about: { title: 'Licenses for programs; the schema is docs/reference/schemas/licenses.json' },
    needs: ['licenses'],
    load: async () => (await import('./licenses/licenses.ts')).licensesJson,
  },
];
