import { readMessage } from '@recordings/reconciliation';
import { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';
import { goldenMessages } from './test-golden.ts';
import { WorkflowMessage, WorkflowTask } from './workflow-message.ts';

const read = (body: object) => readMessage(WorkflowMessage, WORKFLOW_MESSAGE_VERSION, JSON.stringify(body));
const release = goldenMessages['workflow-task-release-calls']!;

describe('a message of the queue workflow-tasks', () => {
  it('may have a status of a later version: the window fails unexpectedly, and its calls are released', () => {
    expect(read({ ...release, status: 'FAILED_BY_THE_MOON' })).toMatchObject({
      ...{ kind: 'message', message: { kind: 'release-calls', status: 'FAILED_UNEXPECTED_ERROR' } },
    });
    expect(read({ ...release, status: 'FAILED_MAX_RETRIES' })).toMatchObject({
      message: { status: 'FAILED_MAX_RETRIES' },
    });
  });

  it.each(WorkflowTask.options.map(({ shape: { kind } }) => kind.value))(
    'is refused without the token that answers it: %s',
    (kind) => {
      const { taskToken, ...body } = goldenMessages[`workflow-task-${kind}`] as {
        readonly taskToken: string;
      };
      expect(read({ ...body, taskToken }).kind).toBe('message');
      expect(read(body).kind).toBe('unreadable');
      expect(read({ ...body, taskToken: '' }).kind).toBe('unreadable');
    },
  );

  it('is postponed if it has a newer major version, and refused if its kind is unknown', () => {
    expect(read({ ...release, version: '2.0' })).toEqual({ kind: 'newer', version: '2.0' });
    expect(read({ ...release, kind: 'make-coffee' }).kind).toBe('unreadable');
  });
});
