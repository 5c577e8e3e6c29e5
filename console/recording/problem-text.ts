/** What was wrong with a file, in a sentence per code. The numbers and names stand beside it, as the reader wrote them. */
import { PROBLEM_CODES, type ProblemCode } from '../../core/problem.ts';
import type { Text } from '../../core/text.ts';

const TEXT: Readonly<Record<ProblemCode, Text>> = {
  'missing-file': { zh: '缺少配套文件', en: 'A file that belongs to it is missing' },
  'missing-column': { zh: '缺少一列', en: 'A column is missing' },
  'missing-value': { zh: '缺少数值', en: 'A value is missing' },
  'bad-number': { zh: '不是数字', en: 'This is not a number' },
  'bad-time': { zh: '时间无法识别', en: 'This is not a time' },
  'ambiguous-time': { zh: '时间有两种读法', en: 'The time can be read in two ways' },
  'bad-value': { zh: '数值不合规定', en: 'The value is not one of those allowed' },
  'unknown-reference': { zh: '所指的对象不存在', en: 'It names something that is not there' },
  'duplicate-key': { zh: '重复', en: 'It is there twice' },
  'unknown-column': { zh: '未知的列', en: 'An unknown column' },
  'bad-encoding': { zh: '文字编码不明', en: 'The encoding of the text is not clear' },
  truncated: { zh: '文件不完整或已损坏', en: 'The file is cut short or damaged' },
  'count-mismatch': { zh: '数目与文件所称不符', en: 'The number is not the one the file states' },
  'unknown-format': { zh: '不是可读的文件格式', en: 'None of the formats that are read here' },
  'unknown-revision': { zh: '未知的格式版本', en: 'An unknown revision of the format' },
  'out-of-range': { zh: '超出范围', en: 'Out of range' },
  'clock-error': { zh: '时钟有误', en: 'The clock was wrong' },
  implausible: { zh: '数值不合常理', en: 'The value is hard to believe' },
  island: { zh: '与电网不相连', en: 'Not connected to the network' },
  loop: { zh: '电网中有环', en: 'A loop in the network' },
  'no-transformer': { zh: '没有变压器', en: 'No transformer' },
  note: { zh: '说明', en: 'Please note' },
  'unterminated-quote': { zh: '引号没有结束', en: 'A quotation mark is not closed' },
  'no-reference-voltage': { zh: '没有给出基准电压', en: 'No declared voltage was given' },
  'missing-samples': { zh: '采样缺失', en: 'Samples are missing' },
  'time-gap': { zh: '时间有缺口', en: 'There is a gap in time' },
};

/** A code of a newer server is shown as it is. */
export function problemText(code: string): Text {
  const known = PROBLEM_CODES.find((c) => c === code);
  return known === undefined ? { zh: code, en: code } : TEXT[known];
}
