import type { PriceTable } from './aws-prices.ts';
import {
  type Counts,
  isS3Read,
  isS3Write,
  isSns,
  isSqs,
  READ_UNITS,
  sumOf,
  WRITE_UNITS,
} from './request-kinds.ts';

export type PaidService = 'DynamoDB writes' | 'DynamoDB reads' | 'S3' | 'SQS' | 'SNS';

/** The price of requests in US dollars, by service. */
export const priceRequests = (counts: Counts, { prices }: PriceTable): Record<PaidService, number> => ({
  'DynamoDB writes': (counts[WRITE_UNITS] ?? 0) * prices.dynamodbWriteUnit,
  'DynamoDB reads': (counts[READ_UNITS] ?? 0) * prices.dynamodbReadUnit,
  S3: sumOf(counts, isS3Write) * prices.s3WriteRequest + sumOf(counts, isS3Read) * prices.s3ReadRequest,
  SQS: sumOf(counts, isSqs) * prices.sqsRequest,
  SNS: sumOf(counts, isSns) * prices.snsRequest,
});
