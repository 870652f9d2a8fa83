import { testReportFormat } from '../../../test/test-report-format.ts';
import { gitlab } from './gitlab.ts';

testReportFormat(gitlab, import.meta.dirname);
