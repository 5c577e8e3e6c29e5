/** Calls that have nothing to do with the voltage: they leave by other desks. */
import type { Family } from './types.ts';

export const billing: Family = {
  zh: [
    '这个月电费比上个月多了一倍，请核对一下。',
    '电表是不是走快了？我们一家人白天都不在家。',
    '抄表读数和电表显示不一样，麻烦查一下。',
    '我已经交了电费，为什么还显示欠费？',
    '阶梯电价怎么算的？感觉收多了。',
    '电费单没有收到，也没有短信提醒。',
    '扣了我两次电费，要求退款。',
    '空置房怎么还有电费？',
    '想申请发票，系统里查不到上个月的账单。',
    '电费滞纳金不合理，我按时交的。',
    '过户之后账单还是原房主的名字。',
  ],
  yue: ['今个月电费贵咗咁多，系咪抄错表啊？'],
  en: [
    'My bill doubled this month, please check the reading.',
    'I was charged twice for electricity.',
    'The meter seems to run too fast.',
  ],
};

export const reconnect: Family = {
  zh: [
    '欠费我昨天就交了，到现在还没有复电。',
    '电费已经缴清，怎么还不给我送电？',
    '交完钱两个小时了，电还没来。',
    '已缴费未复电，家里有小孩，请马上处理。',
    '昨晚微信交的欠费，今天还是没电。',
    '缴费成功但没恢复供电，催一下。',
    '停机欠费已补交，复电要等多久？',
    '钱交了电不通，打了两次电话了。',
  ],
  yue: ['欠费已经交咗，点解仲未复电？', '噚日交咗钱喇，仲系冇得返电。'],
  en: ['I paid the arrears yesterday and still have no supply.', 'Paid the bill, when will you reconnect me?'],
};

export const service: Family = {
  zh: [
    '营业厅工作人员态度很差，爱理不理。',
    '师傅上门约了三次都没有来。',
    '你们客服电话打了半天没人接。',
    '申请装表半个月了没有人跟进。',
    '抢修人员说话难听，要求道歉。',
    '窗口排队两个小时，只开一个口。',
    '报装资料被退了三次，每次说的都不一样。',
    '装表师傅私下收钱，我要投诉。',
    '工作人员推来推去，没人负责。',
    '预约换表的师傅迟到还骂人。',
    '业务员答应回电话一直没回。',
  ],
  yue: ['你哋个职员黑口黑面，问多句都唔得。'],
  en: [
    'The clerk at your counter was rude to me.',
    'The technician missed three appointments.',
    'Nobody answers your hotline.',
  ],
};

export const information: Family = {
  zh: [
    '请问明天我们小区有停电计划吗？',
    '想咨询一下装充电桩要什么手续。',
    '光伏并网怎么申请？',
    '峰谷电价几点到几点？',
    '请问你们营业厅周末上班吗？',
    '怎么在手机上绑定户号？',
    '想了解一下一户多人口优惠政策。',
    '电表上面的灯是什么意思？',
    '租客可以开电费发票吗？',
    '想查询一下最近的营业厅地址。',
    '怎么打印去年的用电明细？',
  ],
  yue: ['想问下装充电桩要搞咩手续？'],
  en: [
    'How do I apply for a charger connection?',
    'What are the off-peak hours?',
    'Is there a planned outage in our estate tomorrow?',
  ],
};

export const praise: Family = {
  zh: [
    '昨晚抢修的师傅很辛苦，很快就来电了，特此表扬。',
    '客服小姑娘很耐心，点赞。',
    '感谢台风天抢修的工人师傅。',
    '建议把小区电线入地，美观又安全。',
    '建议增加线上发票功能。',
    '师傅服务态度好，帮老人家换了插座，表扬一下。',
    '建议停电通知多发一次短信。',
    '送锦旗给你们供电所，地址在哪里？',
    '这次复电很快，比以前好多了，谢谢。',
    '希望多搞一些安全用电宣传活动。',
  ],
  yue: ['啲师傅好好人，咁热都落力整，多谢晒！'],
  en: ['Your repair team was quick and friendly, thank you.', 'I suggest sending outage notices by e-mail too.'],
};

export const worksPlain: Family = {
  zh: [
    '你们施工挖开的路面一直没有填回去，下雨全是泥。',
    '电线杆立在我家门口，挡住了车库。',
    '施工队半夜打桩太吵了。',
    '工程车把花坛压坏了，没人管。',
    '电缆沟盖板松了，车一过就响。',
    '变压器装在我家窗边，要求移走。',
    '施工剩下的旧电线堆在巷口好几天。',
    '你们砍树没有跟村里打招呼。',
    '杆子拉线占了人行道。',
    '新建配电房离幼儿园太近，居民反对。',
    '电力施工围挡挡住店门口没生意。',
  ],
  yue: ['整完条路都唔执返好，阻住晒。'],
  en: [
    'Your crew left the pavement open after the cable works.',
    'The new pole blocks my garage.',
    'Construction noise at night from your site.',
  ],
};
