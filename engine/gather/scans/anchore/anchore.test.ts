import { testReportFormat } from '../../../test/test-report-format.ts';
import { anchore } from './anchore.ts';

testReportFormat(anchore, import.meta.dirname);
