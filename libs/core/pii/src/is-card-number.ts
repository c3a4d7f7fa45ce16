/** Visa; Mastercard; American Express; Diners; JCB; Discover; Maestro and UnionPay. Digits of a time are none of them. */
const ISSUERS =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|(?:5[06-9]|6\d)\d{14,17})$/;

/** Whether digits, blanks and hyphens are the number of a card: an issuer's, with a valid check digit (Luhn). */
export const isCardNumber = (text: string): boolean => {
  const digits = text.replace(/[ -]/g, '');
  if (!ISSUERS.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * 2;
    return total + (at % 2 === 0 ? Number(digit) : doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
};
