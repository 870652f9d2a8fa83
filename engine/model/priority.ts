/** What to do about a finding, most urgent first: the outcomes of CISA's SSVC tree. */
export const priorities = ['act', 'attend', 'track-closely', 'track'] as const;

/** What to do about a finding. */
export type Priority = (typeof priorities)[number];
