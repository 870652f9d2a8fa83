import { testReportFormat } from '../../../test/test-report-format.ts';
import { checkov } from './checkov.ts';

testReportFormat(checkov, import.meta.dirname);
