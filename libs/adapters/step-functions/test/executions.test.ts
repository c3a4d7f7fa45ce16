import { DomainError } from '@recordings/fault';
import { makeExecutions, makeSfnClient, makeTaskAnswers } from '../src/index.ts';
import { startStateMachine } from './state-machine.ts';

let machine: Awaited<ReturnType<typeof startStateMachine>>;
beforeAll(async () => {
  machine = await startStateMachine();
});
afterAll(() => machine.stop());

const faultOf = async (attempt: Promise<unknown>): Promise<Partial<DomainError>> => {
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DomainError);
  return error as DomainError;
};
/** No server listens there. */
const unreachable = makeSfnClient({
  ...{ endpoint: 'http://127.0.0.1:9', region: 'eu-west-1' },
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});
afterAll(() => unreachable.destroy());

describe('executions', () => {
  it('are started once for a name, with their input', async () => {
    const { start } = makeExecutions(machine.sfn, machine.stateMachineArn);
    await start('r-1', { a: 1 });
    await start('r-1', { a: 1 });
    expect(await machine.countExecutions()).toBe(1);
    await makeTaskAnswers(machine.sfn).succeed(await machine.receiveToken(), {});
    expect(await machine.endOf('r-1')).toMatchObject({ status: 'SUCCEEDED', input: '{"a":1}' });
  });

  it('are not started again under the name of one that has ended with another input', async () => {
    await makeExecutions(machine.sfn, machine.stateMachineArn).start('r-1', { a: 2 });
    expect(await machine.countExecutions()).toBe(1);
  });

  it('need an operator if there is no such state machine', async () => {
    const { start } = makeExecutions(machine.sfn, `${machine.stateMachineArn}-gone`);
    expect(await faultOf(start('r-2', {}))).toMatchObject({
      ...{ code: 'STATE_MACHINE_UNUSABLE', fault: 'configuration' },
      message: expect.stringContaining(`${machine.stateMachineArn}-gone: StateMachineDoesNotExist`),
    });
  });

  it('are tried again later if Step Functions cannot be reached', async () => {
    const { start } = makeExecutions(unreachable, machine.stateMachineArn);
    expect(await faultOf(start('r-3', {}))).toMatchObject({
      ...{ code: 'STEP_FUNCTIONS_UNAVAILABLE', fault: 'retryable' },
    });
  });
});

describe('answers to a task', () => {
  const begin = async (name: string, on = machine): Promise<string> => {
    await makeExecutions(on.sfn, on.stateMachineArn).start(name, {});
    return on.receiveToken();
  };

  it('end it with their output, once: a second answer is not taken', async () => {
    const { succeed, fail, heartbeat } = makeTaskAnswers(machine.sfn);
    const token = await begin('r-4');
    expect(await heartbeat(token)).toBe(true);
    expect(await succeed(token, { stored: 2 })).toBe(true);
    expect(await succeed(token, { stored: 3 })).toBe(false);
    expect(await fail(token, 'Late', '')).toBe(false);
    expect(await heartbeat(token)).toBe(false);
    expect(await machine.endOf('r-4')).toMatchObject({ status: 'SUCCEEDED', output: '{"stored":2}' });
  });

  it('end it with their error, whose cause is cut to what Step Functions takes', async () => {
    const { fail } = makeTaskAnswers(machine.sfn);
    expect(await fail(await begin('r-5'), 'OCPAPIError', 'x'.repeat(40_000))).toBe(true);
    const { status, error, cause } = await machine.endOf('r-5');
    expect([status, error, cause?.length]).toEqual(['FAILED', 'OCPAPIError', 32_768]);
  });

  it('are not taken once the task has timed out', async () => {
    const impatient = await startStateMachine(1);
    try {
      const token = await begin('r-6', impatient);
      await impatient.endOf('r-6');
      expect(await makeTaskAnswers(impatient.sfn).succeed(token, {})).toBe(false);
      expect(await makeTaskAnswers(impatient.sfn).heartbeat('no token at all')).toBe(false);
    } finally {
      await impatient.stop();
    }
  });

  it('are tried again later if Step Functions cannot be reached, and do not tell the token', async () => {
    const fault = await faultOf(makeTaskAnswers(unreachable).heartbeat('AAAA-secret-ZZZZ'));
    expect(fault).toMatchObject({ code: 'STEP_FUNCTIONS_UNAVAILABLE', fault: 'retryable' });
    expect(fault.message).not.toContain('secret');
  });
});
