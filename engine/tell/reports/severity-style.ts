import type { Severity } from '../../model/severity.ts';

/** The color of a severity in pages and charts: a variable of the style sheet, so that it follows light and dark. */
export const severityColors: Readonly<Record<Severity, string>> = {
  CRITICAL: 'var(--critical)',
  HIGH: 'var(--high)',
  MEDIUM: 'var(--medium)',
  LOW: 'var(--low)',
  UNKNOWN: 'var(--unknown)',
};

/** Severities as people write them. */
export const severityWords: Readonly<Record<Severity, string>> = {
  CRITICAL: 'Critical',
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  UNKNOWN: 'Unknown',
};
