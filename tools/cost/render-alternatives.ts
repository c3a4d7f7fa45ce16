import {
  type CountedRequests,
  isSqs,
  LARGE_WINDOW,
  type PriceTable,
  SMALL_WINDOW,
} from '@recordings/forecast';

/** By the requirement documents: state transitions of one call with three polls. */
export const DOCUMENT_TRANSITIONS = 27;
/** An HTTP API is charged for each 512 KB of a request. */
const GATEWAY_UNIT_MB = 0.512;
/** Seconds to send 5 MB at 4 Mbit/s. A Lambda function is paid for as long as it waits. */
const UPLOAD_S = 10;
const LAMBDA_GB = 0.5;
/** The start and the end of a call, and its recording. */
const REQUESTS = 3;

/** The part of the page that compares with the requirement documents' design. */
export const renderAlternatives = (
  { counted, prices: { prices } }: { readonly counted: CountedRequests; readonly prices: PriceTable },
  recordingMB: number,
): string[] => {
  const gatewayUnits = REQUESTS - 1 + Math.ceil(recordingMB / GATEWAY_UNIT_MB);
  const lambda = REQUESTS * prices.lambdaRequest + UPLOAD_S * LAMBDA_GB * prices.lambdaGbSecond;
  const messages = (window: 'recoveredInSmallWindow' | 'recoveredInLargeWindow'): number =>
    Object.entries(counted[window]).reduce((sum, [kind, n]) => (isSqs(kind) ? sum + n : sum), 0) +
    (counted[window]['SQS DeleteMessage'] ?? 0);
  const steps = DOCUMENT_TRANSITIONS * prices.stepFunctionsTransition;
  const mostMessages = messages('recoveredInSmallWindow') * prices.sqsRequest;
  const fewestMessages = messages('recoveredInLargeWindow') * prices.sqsRequest;
  return [
    '## The design of the requirement documents',
    '',
    '[ADR 7](adr/0007-load-balancer-fargate-and-delayed-messages.md) says why we chose another one. In US dollars for 1,000 calls:',
    '',
    '| | theirs | ours |',
    '|---|---:|---:|',
    `| receiving a recording of ${recordingMB} MB and two events | API Gateway (${gatewayUnits} units) ${perThousand(gatewayUnits * prices.apiGatewayHttpRequest)}, Lambda (${UPLOAD_S} s) ${perThousand(lambda)} | load balancer ${perThousand((recordingMB / 1_000) * prices.loadBalancerUnitHour)}, and tasks that run anyway |`,
    `| orchestrating a recovery | Step Functions (${DOCUMENT_TRANSITIONS} transitions a call) ${perThousand(steps)} | SQS ${perThousand(mostMessages)} (windows of ${SMALL_WINDOW}), ${perThousand(fewestMessages)} (of ${LARGE_WINDOW}) |`,
    '',
    `Lambda with ${LAMBDA_GB} GB is paid for the ${UPLOAD_S} s in which the sender sends at 4 Mbit/s. It would not take a recording of more than 6 MB.`,
    '',
  ];
};

const perThousand = (n: number): string => `$${Number((n * 1_000).toPrecision(2))}`;
