/** What a failed connection means, in plain words, and what to do about it. */
import type { Text } from '../../core/text.ts';

interface Advice {
  readonly when: RegExp;
  readonly text: Text;
}

const ADVICE: readonly Advice[] = [
  {
    when: /ECONNREFUSED/,
    text: {
      en: 'the host answers, but nothing listens on this port: is the port right, is the service switched on in the device?',
      zh: '主机可达，但该端口没有服务在监听：请核对端口号，并确认设备已启用该服务',
    },
  },
  {
    when: /no connection within|ETIMEDOUT|connack timeout/i,
    text: {
      en: 'nothing answers at this address: is the address right, is the device powered, does a firewall stand between?',
      zh: '该地址没有任何应答：请核对地址、设备是否上电，以及中间是否有防火墙',
    },
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    text: { en: 'no host of this name is known here', zh: '本机无法解析该主机名' },
  },
  {
    when: /EHOSTUNREACH|ENETUNREACH/,
    text: { en: 'there is no route to this address from here', zh: '从本机到该地址没有路由' },
  },
  {
    when: /EACCES|EPERM|Permission denied/i,
    text: {
      en: 'this user may not open it: add the user to the group of the port (dialout), or correct the rights',
      zh: '当前用户无权打开：请将用户加入串口所属的组（dialout）或修改权限',
    },
  },
  {
    when: /ENOENT|No such file|cannot open/i,
    text: { en: 'there is no such device or file on this machine', zh: '本机没有该设备或文件' },
  },
  {
    when: /not authorized|bad user name|bad username|identifier rejected|code (4|5|134|135)\b/i,
    text: {
      en: 'the broker refuses user or password',
      zh: '代理服务器拒绝了用户名或密码',
    },
  },
  {
    when: /certificate|self.signed|UNABLE_TO_VERIFY|CERT_|ERR_TLS|SSL|TLS/i,
    text: {
      en: 'the certificates do not fit: check the CA file, the host name in the certificate and its dates',
      zh: '证书不匹配：请检查 CA 文件、证书中的主机名和有效期',
    },
  },
  {
    when: /Unacceptable protocol version|unsupported protocol/i,
    text: {
      en: "the broker does not speak this protocol version: try protocol: '3.1.1'",
      zh: "代理服务器不支持该协议版本：请改用 protocol: '3.1.1'",
    },
  },
  {
    when: /closed|reset|EPIPE/i,
    text: {
      en: 'the other side closed the connection: many meters take one or two connections at a time, is another master connected?',
      zh: '对方关闭了连接：许多表计同时只接受一两个连接，请检查是否已有其他主站连接',
    },
  },
];

/** Never silent: what no rule knows is shown as it came. */
export function connectionAdvice(message: string): Text {
  const known = ADVICE.find((a) => a.when.test(message))?.text;
  return known ?? { en: message, zh: message };
}

/** @source Modbus Application Protocol V1.1b3, 7: exception codes. */
const EXCEPTIONS: Readonly<Record<number, Text>> = {
  1: {
    en: 'the meter does not know this kind of request: wrong function code for this model?',
    zh: '表计不支持该功能码：该型号的功能码是否有误？',
  },
  2: {
    en: 'the meter has no such registers: the profile is of another model or firmware',
    zh: '表计没有这些寄存器：寄存器表属于其他型号或固件版本',
  },
  3: {
    en: 'the meter refuses the length of the request: lower registersMax in the profile',
    zh: '表计拒绝该请求长度：请在寄存器表中减小 registersMax',
  },
  4: { en: 'the meter reports a failure of its own', zh: '表计报告自身故障' },
  6: { en: 'the meter is busy: another master asks at the same time?', zh: '表计忙：是否有其他主站同时轮询？' },
  10: { en: 'the gateway has no path to this unit', zh: '网关没有通往该单元的通道' },
  11: {
    en: 'the gateway answers, the meter behind it does not: unit number, wiring, baud rate of the serial side',
    zh: '网关有应答，但其后的表计没有：请检查单元号、接线和串口侧波特率',
  },
};

export function exceptionAdvice(code: number): Text {
  return EXCEPTIONS[code] ?? { en: `the meter refuses with exception ${code}`, zh: `表计以异常码 ${code} 拒绝` };
}

export const NO_ANSWER: Text = {
  en: 'the connection stands, this unit does not answer: is the unit number right?',
  zh: '连接正常，但该单元没有应答：请核对单元号（从站地址）',
};
