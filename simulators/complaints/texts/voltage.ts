/** Calls about supply that is there but bad: dips, low, high, flicker, lost phase, damage. */
import type { Family } from './types.ts';

export const blink: Family = {
  zh: [
    '{when}灯闪了一下，{appl}也顿了一下，是不是电压不稳？',
    '{when}全屋的灯突然暗了一下又正常。',
    '灯光{when}猛地一暗，马上恢复，想问是什么原因。',
    '{when}电压好像掉了一下，灯闪，{appl}重启了。',
    '家里的灯{when}闪了两下，隔壁说他们也闪。',
    '{when}电视黑屏一秒，灯也暗了一下。',
    '灯眨了一下，{appl}停了要重开，{when}的事。',
    '楼道灯和家里灯{when}同时闪了一下。',
  ],
  yue: [
    '{when}盏灯闪一闪，{appl}都熄咗一下，系咪唔够电啊？',
    '啲灯突然间暗咗一下又返，{when}。',
    '头先成屋啲灯眨咗一眨。',
  ],
  en: [
    'Lights dipped {when} and the {appl_en} rebooted.',
    'All lamps blinked once {when}, is the voltage unstable?',
    'Lights went dim for a moment {when}, then normal again.',
  ],
};

export const production: Family = {
  zh: [
    '{when}电压波动，我厂生产线全部停机，损失不小。',
    '车间变频器{when}报欠压停机，同时几台设备跳了，请查电网。',
    '{when}一晃电，注塑机全停，料都废了。',
    '我们是专变用户，{when}电压骤降，接触器都脱扣了。',
    '空压机和冷水机{when}同时跳停，怀疑是晃电。',
    '{when}生产线停了，PLC重启，要求提供电压记录。',
    '{when}又晃电一次，自动线报警停线。',
    '高压进线正常，但{when}电压有瞬间跌落，机器停产。',
    '机床{when}全部急停，工件报废，请核实供电质量。',
    '冷库压缩机{when}欠压保护跳闸，要手动复位。',
  ],
  yue: ['{when}啲机全部停晒，话欠压，条线要重新开过。'],
  en: [
    'Our production line stopped {when} because of a voltage dip, please provide records.',
    'Drives tripped on undervoltage {when}, the whole workshop is down.',
    'Contactors dropped out {when}, all machines stopped.',
  ],
};

export const dim: Family = {
  zh: [
    '{when}灯很暗，{appl}带不动，电压太低了。',
    '每到晚上电压就低，灯昏黄，{appl}没力。',
    '{when}电压不够，用万用表量只有一百八十几伏。',
    '家里灯发暗，风扇转得慢，{when}最明显。',
    '{place}电压偏低好久了，电饭煲煮不熟饭。',
    '天一热电压就上不去，{when}灯都是红的。',
    '晚上用电高峰电压低，{appl}老是报警。',
    '我家在线路末端，{when}灯暗得看不了书。',
    '电压长期偏低，热水器烧半天不热。',
  ],
  yue: ['一到夜晚就唔够电，灯黄黄，{appl}都行唔郁。', '{when}啲灯好暗，风扇慢吞吞，系咪电压低啊？'],
  en: [
    'Lights are dim {when} and the {appl_en} has no power, the voltage is too low.',
    'Every evening the lamps go yellow, low voltage here.',
    'I measured about 185 volts {when}, please check.',
  ],
};

export const wontStart: Family = {
  zh: [
    '空调{when}启动不了，说电压低，其他电器倒是能用。',
    '{appl}开不起来，嗡嗡响就是不转，{when}这样。',
    '空调启动不了，一开灯就暗，{when}开始。',
    '抽水机{when}带不起来，估计电压不足。',
    '晚上空调压缩机不启动，显示欠压故障。',
    '冰箱{when}咔嗒响启动不了。',
    '{when}空调只吹风不制冷，维修师傅说是电压太低。',
    '电磁炉一开就报错，{when}总是这样，电压不够。',
    '变频空调显示E9，查了是电压低，{when}。',
  ],
  yue: ['冷气{when}开唔着，师傅话电压唔够。', '雪柜{when}起动唔到，成日嗒嗒声。'],
  en: [
    'The air conditioner will not start {when}, it shows an undervoltage code.',
    'The fridge only clicks and does not start {when}.',
    'My pump cannot start {when}, it just hums.',
  ],
};

export const tooBright: Family = {
  zh: [
    '{when}电压太高了，灯特别亮，量了有两百四十多伏。',
    '中午电压过高，灯泡老是烧，{when}又坏一个。',
    '灯光比平时亮很多，{appl}嗡嗡响，{when}。',
    '装了光伏之后中午电压高，逆变器老报过压停机。',
    '{when}插座电压二百四十几，怕烧电器。',
    '我家电压偏高，电器寿命都短了。',
    '{when}家里灯刺眼，电视机显示电压异常。',
    '充电桩报过电压不给充，每天中午这样。',
    '请检查变压器档位，电压长期过高。',
  ],
  yue: ['中午啲灯光得滞，部机话过压，{when}最犀利。'],
  en: [
    'Voltage is too high {when}, about 245 V, bulbs keep failing.',
    'Lamps are much too bright {when}, afraid for my appliances.',
    'The solar inverter trips on overvoltage {when}.',
  ],
};

export const neutralBright: Family = {
  zh: [
    '{when}家里的灯突然特别亮，然后{appl}就烧了，邻居家灯却很暗。',
    '{when}灯一会亮一会暗，有几家电器都坏了，是不是零线断了？',
    '灯泡{when}爆了两个，{appl}冒烟，整栋好几户都这样。',
    '{when}电压忽高忽低，{appl}烧坏，隔壁灯发红。',
    '突然灯亮得刺眼，{appl}啪一声就没反应了，{when}。',
    '同一栋楼有的太亮有的太暗，{when}开始，赶紧来看。',
    '{when}电压飙到三百多伏，{appl}主板烧了。',
    '灯暴亮之后几样电器一起坏，{when}，要求赔偿。',
    '家里{when}电压不正常，量到三百伏，吓得拉了总闸。',
    '好几户电器同时烧了，{when}，怀疑零线问题。',
  ],
  yue: ['{when}啲灯光到爆，{appl}烧咗，隔篱反而好暗。', '突然间电压好高，{appl}冒烟，几户人都系咁。'],
  en: [
    'Lamps got extremely bright {when} and the {appl_en} burnt out, next door it is dim.',
    'Several appliances died together {when}, I measured over 300 volts.',
    'Voltage swings wildly since {when}, some flats bright, some dark.',
  ],
};

export const damaged: Family = {
  zh: [
    '{when}打雷，之后{appl}就坏了，要求赔偿。',
    '雷雨的时候{appl}烧了，{when}，你们线路没有防雷吗？',
    '{when}一声雷响，{appl}和路由器都不亮了。',
    '雷暴过后{appl}开不了机，{when}，维修说是过电压击穿。',
    '{when}雷击，整条巷好几家电视都坏了。',
    '{appl}{when}被雷打坏了，怎么申请理赔？',
    '下大雨打雷，{when}灯一闪{appl}就烧了。',
    '雷雨天{appl}冒烟，{when}，请派人鉴定。',
    '打雷把电表箱那边打了一下，{appl}坏了，{when}。',
    '雷暴时电器损坏：{appl}，时间{when}，申请赔付。',
  ],
  yue: ['{when}行雷，我部{appl}就烧咗，点赔啊？', '行雷闪电之后{appl}开唔到，成栋几户都系。'],
  en: [
    'My {appl_en} was destroyed in the thunderstorm {when}, I want compensation.',
    'Lightning {when}, afterwards the {appl_en} was dead.',
  ],
};

export const damagedPlain: Family = {
  zh: [
    '{when}停电又来电的时候{appl}烧了，要求赔偿。',
    '来电一瞬间{appl}坏了，{when}，怎么索赔？',
    '{when}电压不稳把{appl}烧坏了，请你们核实。',
    '{appl}{when}突然坏了，同时灯闪过，认为是你们供电问题。',
    '跳闸送电后{appl}不工作，{when}，请处理赔偿。',
    '{when}电压波动导致{appl}主板烧毁。',
    '{appl}坏了，修理工说是电压冲击，时间{when}。',
    '申请家电赔偿，{appl}在{when}损坏。',
    '{when}闪了一下电，{appl}就再也开不了。',
    '供电不稳烧了我的{appl}，{when}，有维修单。',
  ],
  yue: ['{when}返电嗰下{appl}就烧咗，要赔返。'],
  en: [
    'When the power came back {when} my {appl_en} was burnt, who pays?',
    'A voltage surge {when} damaged the {appl_en}.',
  ],
};

export const partial: Family = {
  zh: [
    '家里一半有电一半没电，{when}开始，灯很暗。',
    '{when}缺相了，三相电少了一相，机器不能开。',
    '有的房间有电有的没有，{when}，空开没有跳。',
    '{when}灯半亮不亮，{appl}用不了，邻居有的正常有的不正常。',
    '三相电机{when}嗡嗡响转不动，量了缺一相。',
    '{place}这边{when}电压只有一百来伏，灯像萤火虫。',
    '好像缺了一相电，{when}开始，电梯停了。',
    '楼里部分住户没电，部分有电，{when}。',
    '{when}起电不正常，灯发红，隔壁倒是好的。',
    '一相没电，{when}，水泵房抽不了水。',
  ],
  yue: ['{when}开始啲灯半明半暗，有啲屋企有电有啲冇。', '三相得返两相，部机郁唔到，{when}。'],
  en: [
    'One phase is missing since {when}, the motors only hum.',
    'Half of the house has no power since {when}, lamps glow faintly.',
    'Some flats are fine, ours has very low voltage since {when}.',
  ],
};

export const flicker: Family = {
  zh: [
    '家里灯一直闪，{when}最厉害，眼睛都花了。',
    '白天灯不停地闪，附近有家焊接店，他一开工就闪。',
    '{when}灯光忽明忽暗，有节奏地跳。',
    '隔壁作坊开机器，我家灯就抖，{when}天天这样。',
    '灯光闪烁好几天了，{when}开始，影响小孩写作业。',
    '灯老是一跳一跳，{when}，怀疑旁边电焊。',
    '{when}LED灯频闪，晚上收工之后就好了。',
    '日光灯闪个不停，{when}，换了灯管也一样。',
    '电压一直抖，灯闪，电视画面也跳，{when}。',
    '上班时间灯就闪，下班就好，请查一下谁在用大电机。',
  ],
  yue: ['啲灯成日闪下闪下，隔篱烧焊就系咁，{when}。', '{when}啲灯跳嚟跳去，睇到眼都花。'],
  en: [
    'Lights flicker all day {when}, a workshop nearby is welding.',
    'Constant flicker {when}, it stops in the evening.',
    'My lamps keep pulsing {when}, new bulbs did not help.',
  ],
};

export const loose: Family = {
  zh: [
    '家里灯忽明忽暗，{when}，开大电器就更厉害，邻居家没有。',
    '{when}电时有时无，一开空调就掉电，只有我家这样。',
    '入户线那里滋滋响，灯一闪一闪，{when}。',
    '灯闪得厉害，{when}，电表箱里好像有打火的声音。',
    '只有我家电压不稳，开热水器灯就暗，{when}。',
    '电线接头好像松了，{when}灯一明一暗。',
    '进户线接口发黑冒火花，{when}开始灯就闪。',
    '一用{appl}灯就闪，{when}，自己电工查过家里没问题。',
    '{when}断断续续停电，碰一下电线又有了。',
    '灯闪、{appl}时不时停，{when}，隔壁都正常。',
  ],
  yue: ['我屋企啲灯一时光一时暗，开冷气就更甚，隔篱冇事。', '入屋条线有火花声，{when}啲灯闪闪下。'],
  en: [
    'Lights swing up and down when I use the {appl_en}, neighbours are fine, since {when}.',
    'Supply comes and goes {when}, something is crackling at the service line.',
    'Only my flat flickers {when}, the electrician found nothing inside.',
  ],
};
