import { printable } from './printable.ts';

/** A remark that GitHub shows beside a line. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** Relative to the root of the repository. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

/**
 * A workflow command of GitHub Actions, with a line end.
 *
 * out     whatever the texts hold, they can end neither the command nor begin another
 * source  docs.github.com, "Workflow commands for GitHub Actions"; actions/toolkit, `command.ts` for what is escaped
 */
export function annotationCommand({ level, title, message, file, line }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${escapeProperty(file)}`]),
    ...(file === undefined || line === undefined ? [] : [`line=${line}`]),
    `title=${escapeProperty(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  const lines = text.split(/\r\n|[\r\n]/).map(printable);
  return lines.map((line) => line.replaceAll('%', '%25')).join('%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
