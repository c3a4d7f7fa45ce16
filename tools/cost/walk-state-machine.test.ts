import { defineStateMachine, type StateMachine } from '@recordings/workflow';
import { walkStateMachine } from './walk-state-machine.ts';

const machine = defineStateMachine({
  tasksQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-workflow-tasks',
  failuresQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/prod-reconciliation-failures',
  reconciliationsTable: 'prod-reconciliations',
});

const POLL = ['WaitForExportJob', 'CheckExportJobStatus', 'IncrementRetryCounter', 'EvaluateExportStatus'];

describe('walkStateMachine', () => {
  it('enters the states of a window that is recovered, both branches included', () => {
    expect(walkStateMachine(machine, 2)).toEqual({
      states: [
        ...['Initialize', 'CreateExportJob', 'UpdateStatusExportCreated'],
        ...[...POLL, 'UpdateStatusPolling'],
        ...[...POLL, 'UpdateStatusExportCompleted'],
        ...['ParallelProcessing', 'GetExportMetadata', 'NotifyDownloadService', 'ProcessParallelResults'],
        ...['EvaluateEnd', 'UpdateFinalStatus', 'ReconciliationSuccess'],
      ],
      tasks: 6,
      writes: 4,
    });
  });

  it('enters five states more for one more poll', () => {
    const walk = (polls: number) => walkStateMachine(machine, polls);
    expect(walk(3).states.length - walk(2).states.length).toBe(5);
    expect(walk(3).tasks - walk(2).tasks).toBe(1);
  });

  it('refuses a definition that it does not understand', () => {
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.new', StringEquals: 'x', Next: 'End' }] };
    const unknown: StateMachine = { ...machine, States: { ...machine.States, Initialize: choice } };
    expect(() => walkStateMachine(unknown, 1)).toThrow('a choice reads $.new');
    const loop = { Type: 'Pass', Next: 'Initialize' };
    const endless: StateMachine = { ...machine, States: { ...machine.States, Initialize: loop } };
    expect(() => walkStateMachine(endless, 1)).toThrow('Initialize again and again');
  });
});
