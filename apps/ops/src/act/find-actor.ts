import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ConfigurationError } from '@recordings/service';

type Variables = Readonly<Record<string, string | undefined>>;

/** Emulators know no callers. */
export const isLocal = (environment: Variables): boolean =>
  Object.keys(environment).some((name) => name.startsWith('AWS_ENDPOINT_URL') && environment[name] !== '');

/**
 * Who runs the command: the ARN of the caller as AWS knows it, or OPS_ACTOR beside an emulator.
 *
 * @throws {ConfigurationError} if OPS_ACTOR is missing there, or is set on AWS, where anybody could claim to be anybody.
 */
export const findActor = async (environment: Variables): Promise<string> => {
  const given = environment['OPS_ACTOR'];
  if (isLocal(environment)) {
    if (given) return given;
    throw new ConfigurationError('OPS_ACTOR is not set; expected the name of the person who acts');
  }
  if (given)
    throw new ConfigurationError('OPS_ACTOR is set; expected only beside an emulator, AWS knows its callers');
  const sts = new STSClient();
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand());
    if (Arn === undefined) throw new Error('AWS did not say who runs the command');
    return Arn;
  } finally {
    sts.destroy();
  }
};
