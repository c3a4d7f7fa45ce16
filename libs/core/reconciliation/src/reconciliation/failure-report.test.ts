import { minute } from '../planning/test-exports.ts';
import { listFailureReports } from './failure-report.ts';
import { nextReconciliation } from './next-reconciliation.ts';
import { policy, waiting } from './test-reconciliation.ts';

describe('listFailureReports', () => {
  const failed = nextReconciliation(
    waiting,
    { type: 'job-ended', status: 'FAILED_EXPORT_ERROR', reason: 'OCP says "FAILED"' },
    minute(70),
    policy,
  ).reconciliation;

  it('reports each call that was not recovered, with the body of the requirement documents', () => {
    const reports = listFailureReports(failed);
    expect(reports.map(({ body }) => body.callId)).toEqual(Object.keys(waiting.calls));
    expect(reports[0]).toEqual({
      id: 'r-1/c-1',
      failureType: 'FAILED_EXPORT_ERROR',
      body: {
        dialogGroupId: 'Acme_EN',
        callId: 'c-1',
        failureReason: 'FAILED_EXPORT_ERROR: OCP says "FAILED"',
        reconciliationStatus: 'FAILED_EXPORT_ERROR',
        executionId: 'r-1',
        failedAt: minute(70),
        tenantId: 'acme',
        messageId: 'r-1/c-1',
      },
    });
    expect(listFailureReports(failed)).toEqual(reports);
  });

  it('reports nothing of one that is open', () => {
    expect(listFailureReports(waiting)).toEqual([]);
  });
});
