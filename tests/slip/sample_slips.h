/* Slips as a station would print them. */
#ifndef TESTS_SLIP_SAMPLE_SLIPS_H
#define TESTS_SLIP_SAMPLE_SLIPS_H

#include "slip/slip.h"

/* As long as a ticket's QR may be: 221 characters of QR's alphanumeric set. */
#define SAMPLE_QR                                                                                  \
    "HTTPS://YIZHAN.STATION-NETWORK.EXAMPLE-OF-A-LONG-NAME.INVALID:8443/SERVICE-POINTS/T/"         \
    "00A7K3M9QX.040G0Z8HVQ2N6T1W0E5R9Y3K7M2P8S4X1C6V0B5N9Q3J7H2G8F4D1ZAXWEVRT"                     \
    "BYNHJMKPQ0123456789ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGHJKMNPQ"
#define SAMPLE_QR_SHORT                                                                            \
    "HTTPS://YIZHAN.INVALID/T/00A7K3M9QX."                                                         \
    "040G0Z8HVQ2N6T1W0E5R9Y3K7M2P8S4X1C6V0B5N9Q3J7H2G8F4D1ZAXWEVRTBYNHJMKPQ0123456789ABCDEFGHJKM"  \
    "NPQRSTVWXYZ0123456789ABCD"

static const struct slip_data sample_repair = {
    .station = "朱寨社区驿站",
    .title = "路灯报修",
    .when = {"最晚办结", "11月25日 14:40"},
    .where = {"地点", "文艺网格 9 号楼东侧小路"},
    .who = {"谁来", "网格员先打电话，再上门"},
    .cost = {"费用", "免费"},
    .phone = {"站点电话", "000-0101"},
    .number = {"查询码", "00A-7K3M-9QX"},
    .qr = SAMPLE_QR_SHORT,
    .uses_title = "扫码或在任何驿站输入号码",
    .uses = {"1. 看进度，补照片", "2. 修好了，请您确认、评价", "3. 没修好，一键重新办理",
             "4. 超过时限，自动报上一级"},
    .printed_at = "11月24日 14:40 打印",
    .privacy = "本票不含姓名、电话、住址",
};

static const struct slip_data sample_class = {
    .station = "朱寨社区驿站",
    .reprint = "补打",
    .title = "周末亲子烘焙课（第三期）",
    .when = {"活动时间", "11月28日 周六 9:00–11:30"},
    .remark = "候补第 2 位，有空位会短信告诉您",
    .offline = "现在没网，先给您记下。请在今天 18:00 后回来扫小票看结果。",
    .where = {"地点", "二楼活动室，出门右转第二间"},
    .who = {"谁来", "2 位大人、1 位孩子"},
    .bring = {"请带", "围裙、装点心的盒子"},
    .cost = {"费用", "免费，材料费 10 元当面交"},
    .phone = {"站点电话", "000-0101"},
    .password = {"开门密码", "4829#"},
    .number = {"查询码", "00A-7K3M-9QX"},
    .qr = SAMPLE_QR,
    .uses_title = "这张小票可以",
    .uses = {"1. 签到进场", "2. 看排到第几位", "3. 来不了就取消，让给别人"},
    .printed_at = "11月24日 14:40 打印",
    .privacy = "本票不含姓名、电话、住址",
};

static const struct slip_data sample_english = {
    .station = "Zhuzhai Community Station",
    .title = "Blood pressure check",
    .when = {"Your time", "Wed 25 Nov, 9:30"},
    .where = {"Where", "Room 2, first floor"},
    .who = {"Who", "The nurse calls your number"},
    .bring = {"Please bring", "ID card and medical insurance card"},
    .cost = {"Cost", "Free"},
    .phone = {"Station", "000-0101"},
    .number = {"Ticket number", "00A-7K3M-9QX"},
    .qr = SAMPLE_QR_SHORT,
    .uses_title = "Scan it at any station to",
    .uses = {"1. check in", "2. change or cancel"},
    .printed_at = "Printed 24 Nov 14:40",
    .privacy = "No name, phone or address on this slip",
};

static const struct slip_data sample_bare = {
    .title = "路灯报修",
    .number = {NULL, "00A-7K3M-9QX"},
};

#endif
